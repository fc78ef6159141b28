package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadProgressTest {

  private final Path repository;
  private final ModelBundle bundle;

  LoadProgressTest(@TempDir Path repository) throws IOException {
    this.repository = repository;
    bundle = TinyModel.write(repository, "tiny", 1, 1);
  }

  private static EmbeddingModel load(ModelBundle bundle, GraphPasses passes, LoadProgress progress)
      throws BadBundleException {
    return EmbeddingModel.load(bundle, ComputeDevice.CPU, passes, progress);
  }

  private List<LoadStage> stages(GraphPasses passes) throws IOException {
    List<LoadStage> stages = new ArrayList<>();
    load(bundle, passes, stages::add).close();
    return stages;
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "none"})
  void stages_comeInTheirOrder_eachWithItsSteps(GraphPasses passes) throws Exception {
    List<LoadStage> stages = stages(passes);
    assertEquals(stages.stream().sorted().toList(), stages);
    assertEquals(List.of(LoadStage.values()), stages.stream().distinct().toList());
    // Batches of 1, 2 and 4 are planned, and then tried.
    assertTrue(stages.stream().filter(LoadStage.COMPILING::equals).count() > 3, stages::toString);
    assertEquals(3, stages.stream().filter(LoadStage.TESTING::equals).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "none"})
  void loadThatIsGivenUpAtAnyStep_endsThere_andTheNextOneSucceeds(GraphPasses passes)
      throws Exception {
    stages(passes);
    int steps = stages(passes).size();
    for (int last = 1; last <= steps; last++) {
      GivenUp progress = new GivenUp(last);
      CancellationException thrown =
          assertThrows(CancellationException.class, () -> load(bundle, passes, progress));
      assertSame(progress.reason, thrown);
      assertEquals(last, progress.begun);
    }
    assertEquals(steps, stages(passes).size());
  }

  /** Gives a load up at a step. */
  private static final class GivenUp implements LoadProgress {
    private final CancellationException reason = new CancellationException("by the test");
    private final int last;
    private int begun;

    GivenUp(int last) {
      this.last = last;
    }

    @Override
    public void began(LoadStage stage) {
      begun++;
      if (begun == last) {
        throw reason;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "none"})
  void versionThatIsCopiedOverWhileItLoads_isRefused(GraphPasses passes) throws Exception {
    ModelBundle other = TinyModel.write(repository, "tiny", 2, 2);
    BadBundleException refused =
        assertThrows(
            BadBundleException.class,
            () -> load(bundle, passes, stage -> copyOnceCompiling(stage, other)));
    assertEquals(
        "%s: digest: %s (expected: %s; its files have changed since it was opened)"
            .formatted(bundle.directory(), other.digest(), bundle.digest()),
        refused.getMessage());
  }

  private void copyOnceCompiling(LoadStage stage, ModelBundle other) {
    if (stage != LoadStage.COMPILING) {
      return;
    }
    try {
      Files.copy(other.params(), bundle.params(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void versionWhoseDescriptionChangesWhileItLoads_isLoaded() throws Exception {
    Path manifest = bundle.directory().resolve("model.yaml");
    LoadProgress progress =
        stage -> {
          try {
            Files.writeString(
                manifest, Files.readString(manifest).replace("Apache-2.0", "MIT and Apache-2.0"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (EmbeddingModel model = load(bundle, GraphPasses.ALL, progress)) {
      assertEquals(bundle.digest(), model.digest());
    }
  }
}
