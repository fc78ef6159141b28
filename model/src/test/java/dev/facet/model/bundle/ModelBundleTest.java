package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
  @Test
  void missingFile_isNamedByItsKey(@TempDir Path root) throws IOException {
    ModelBundle bundle = TinyModel.write(root, "face", 1, 1);
    Files.delete(bundle.params());
    String said = Refusal.message(() -> ModelBundle.open(bundle.directory()));
    assertTrue(said.contains("files.params: model-0000.params (expected: a file in "), said);
  }

  @Test
  void linkOutOfTheDirectory_isRefused(@TempDir Path root) throws IOException {
    for (String name : List.of("model.yaml", "model-symbol.json", "model-0000.params")) {
      ModelBundle bundle = TinyModel.write(root.resolve(name + ".models"), "face", 1, 1);
      Path file = bundle.directory().resolve(name);
      Path outside = root.resolve(name);
      Files.move(file, outside);
      Files.createSymbolicLink(file, outside);
      String said = Refusal.message(() -> ModelBundle.open(bundle.directory()));
      assertTrue(said.contains("a link out of its directory"), said);
    }
  }
}
