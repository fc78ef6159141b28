package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was measured of a version, written into its manifest. */
class MeasuredTest {
  private final ModelRepository repository;
  private final ModelBundle published;

  MeasuredTest(@TempDir Path root) throws IOException {
    repository = new ModelRepository(root);
    published = new TinyModel(1).flipAveraging().unnormalized().publish(root, "face", 3);
  }

  @Test
  void measurements_areReplaced_andAllElseStaysAsItWas() throws IOException {
    Map<String, Double> first = new LinkedHashMap<>();
    first.put("threshold-at-far-1e-3", 0.342187);
    first.put("calibration-pairs", 1e7);
    repository.setMeasured("face", 3, first);
    ModelBundle opened = repository.open("face", 3);
    assertEquals(first, opened.manifest().about().measured());
    assertEquals(published.digest(), opened.digest());
    assertEquals(published.manifest(), opened.manifest().withMeasured(Map.of()));

    repository.setMeasured("face", 3, Map.of("lfw", -0.1));
    assertEquals(Map.of("lfw", -0.1), repository.open("face", 3).manifest().about().measured());
    repository.setMeasured("face", 3, Map.of());
    assertEquals(published.manifest(), repository.open("face", 3).manifest());
    assertEquals(List.of("model-0000.params", "model-symbol.json", "model.yaml"), files());
  }

  @Test
  void versionThatIsNotThere_orANumberThatIsNone_isRefusedAndChangesNothing() throws IOException {
    String missing = Refusal.message(() -> repository.setMeasured("face", 4, Map.of()));
    assertEquals(repository.root() + ": no version 4 of a model face", missing);
    Refusal.message(() -> repository.setMeasured("../face", 3, Map.of()));

    String before = Files.readString(manifest());
    String wrong =
        Refusal.message(() -> repository.setMeasured("face", 3, Map.of("x", Double.NaN)));
    assertTrue(wrong.startsWith(manifest() + ": about.measured.x: "), wrong);
    assertEquals(before, Files.readString(manifest()));
    assertEquals(List.of("model-0000.params", "model-symbol.json", "model.yaml"), files());
  }

  @Test
  void manifestWithAMistake_isNotWritten() throws IOException {
    Files.writeString(manifest(), "files: {}\n");
    Refusal.message(() -> repository.setMeasured("face", 3, Map.of("x", 1.0)));
    assertEquals("files: {}\n", Files.readString(manifest()));
  }

  @Test
  void readersMeanwhile_findTheOldOrTheNew() throws Exception {
    Map<String, Double> one = Map.of("one", 1.0);
    Map<String, Double> two = Map.of("two", 2.0);
    repository.setMeasured("face", 3, two);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < 50; i++) {
                  repository.setMeasured("face", 3, i % 2 == 0 ? one : two);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    do {
      Map<String, Double> found = ManifestFile.read(manifest()).about().measured();
      assertTrue(found.equals(one) || found.equals(two), found.toString());
    } while (!writer.isDone());
    writer.get();
  }

  private Path manifest() {
    return published.directory().resolve(ManifestFile.NAME);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(published.directory())) {
      return files.map(file -> file.toFile().getName()).sorted().toList();
    }
  }
}
