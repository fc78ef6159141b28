package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRepositoryTest {
  @Test
  void publishedVersion_opensWithItsManifestAndFiles(@TempDir Path root) throws IOException {
    ModelBundle published = TinyModel.write(root, "face", 3, 1);
    ModelRepository repository = new ModelRepository(root);
    assertEquals(List.of("face"), repository.models());
    assertEquals(List.of(3L), repository.versions("face"));
    assertTrue(repository.contains("face", 3));
    ModelBundle opened = repository.open("face", 3);
    assertEquals(new TinyModel(1).manifest(), opened.manifest());
    assertEquals(published.digest(), opened.digest());
    assertTrue(Files.size(opened.params()) < 200_000);
  }

  @Test
  void versionLeftOpen_isOneAboveTheHighestByNumber(@TempDir Path root) throws IOException {
    ModelBundle ninth = TinyModel.write(root, "face", 9, 1);
    assertEquals("10", publish(root, OptionalLong.empty(), ninth).directory().toFile().getName());
    assertEquals("11", publish(root, OptionalLong.empty(), ninth).directory().toFile().getName());
    assertEquals(List.of(9L, 10L, 11L), new ModelRepository(root).versions("face"));
  }

  @Test
  void existingVersion_isRefusedAndLeftAsItWas(@TempDir Path root) throws IOException {
    ModelBundle first = TinyModel.write(root, "face", 1, 1);
    ModelBundle other = TinyModel.write(root, "other", 1, 2);
    assertThrows(FileAlreadyExistsException.class, () -> publish(root, OptionalLong.of(1), other));
    assertEquals(first.digest(), new ModelRepository(root).open("face", 1).digest());
    assertEquals(List.of("1"), names(root.resolve("face")));
  }

  @Test
  void publishersAtOnce_getAVersionEach(@TempDir Path root) throws Exception {
    ModelBundle source = TinyModel.write(root, "source", 1, 1);
    ExecutorService publishers = Executors.newFixedThreadPool(8);
    try {
      List<Future<ModelBundle>> published = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        published.add(publishers.submit(() -> publish(root, OptionalLong.empty(), source)));
      }
      for (Future<ModelBundle> one : published) {
        one.get();
      }
    } finally {
      publishers.shutdownNow();
    }
    assertEquals(
        LongStream.rangeClosed(1, 40).boxed().toList(), new ModelRepository(root).versions("face"));
    assertEquals(40, names(root.resolve("face")).size());
  }

  @Test
  void failedPublish_leavesNothing(@TempDir Path root) throws IOException {
    ModelBundle source = TinyModel.write(root, "source", 1, 1);
    assertThrows(
        NoSuchFileException.class,
        () ->
            new ModelRepository(root)
                .publish(
                    "face",
                    OptionalLong.empty(),
                    source.manifest(),
                    source.symbol(),
                    root.resolve("nowhere")));
    assertEquals(List.of("source"), new ModelRepository(root).models());
    assertEquals(List.of(), names(root.resolve("face")));
  }

  @Test
  void manifestThatNamesAFileElsewhere_writesNothing(@TempDir Path root) throws IOException {
    ModelBundle source = TinyModel.write(root, "source", 1, 1);
    Manifest tiny = source.manifest();
    Manifest escaping =
        new Manifest(
            new Manifest.Files("../../escaped", "model-0000.params"),
            tiny.input(),
            tiny.output(),
            tiny.alignment(),
            tiny.about());
    String said =
        Refusal.message(
            () ->
                new ModelRepository(root)
                    .publish(
                        "face", OptionalLong.empty(), escaping, source.symbol(), source.params()));
    assertTrue(said.startsWith("model.yaml: files.symbol: ../../escaped (expected: "), said);
    assertEquals(List.of("source"), names(root));
  }

  @Test
  void whatIsNoModelOrVersion_isSkipped(@TempDir Path root) throws IOException {
    TinyModel.write(root, "face", 2, 1);
    for (String name :
        List.of(
            ".hidden/1",
            "Upper/1",
            "empty",
            "face/.staged-x",
            "face/0",
            "face/007",
            "face/latest",
            "face/-1",
            "face/99999999999999999999")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.createFile(root.resolve("face/5"));
    Files.createFile(root.resolve("file"));
    ModelRepository repository = new ModelRepository(root);
    assertEquals(List.of("face"), repository.models());
    assertEquals(List.of(2L), repository.versions("face"));
    assertFalse(repository.contains("face", 5));
    assertFalse(repository.contains("face", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../face", "Face", "-face", "a/b", "a b", ".a", "\0"})
  void nameThatIsNoModels_isNeverLookedUpNorPublished(String name, @TempDir Path root)
      throws IOException {
    ModelBundle source = TinyModel.write(root.resolve("models"), "source", 1, 1);
    ModelRepository repository = new ModelRepository(root.resolve("models"));
    assertEquals(List.of(), repository.versions(name));
    assertFalse(repository.contains(name, 1));
    assertThrows(BadBundleException.class, () -> repository.open(name, 1));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            repository.publish(
                name, OptionalLong.of(1), source.manifest(), source.symbol(), source.params()));
  }

  @Test
  void missingRoot_holdsNothing(@TempDir Path root) throws IOException {
    assertEquals(List.of(), new ModelRepository(root.resolve("nowhere")).models());
  }

  private static ModelBundle publish(Path root, OptionalLong version, ModelBundle from)
      throws IOException {
    return new ModelRepository(root)
        .publish("face", version, from.manifest(), from.symbol(), from.params());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(child -> child.toFile().getName()).toList();
    }
  }
}
