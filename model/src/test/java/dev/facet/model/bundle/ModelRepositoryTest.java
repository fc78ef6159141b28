package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRepositoryTest {

  @Test
  void publishedVersion_opensWithItsManifestAndFiles(@TempDir Path root) throws IOException {
    ModelBundle published = TinyModel.write(root, "face", 3, 1);
    ModelRepository repository = new ModelRepository(root);
    assertEquals(List.of("face"), repository.models());
    assertEquals(List.of(3L), repository.versions("face"));
    ModelBundle opened = repository.open("face", 3);
    assertEquals(new TinyModel(1).manifest(), opened.manifest());
    assertEquals(published.digest(), opened.digest());
    assertTrue(Files.size(opened.params()) < 200_000);
  }
}
