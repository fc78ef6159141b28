package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
  @Test
  void digest_isSha256OfNamesLengthsAndContents(@TempDir Path root)
      throws IOException, GeneralSecurityException {
    ModelBundle bundle = TinyModel.write(root, "face", 1, 1);
    ByteArrayOutputStream listing = new ByteArrayOutputStream();
    for (String name : List.of("model.yaml", "model-symbol.json", "model-0000.params")) {
      byte[] content = Files.readAllBytes(bundle.directory().resolve(name));
      listing.write((name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
      listing.write(content);
    }
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(listing.toByteArray());
    assertEquals(String.format("%064x", new BigInteger(1, hash)), bundle.digest());
  }

  @Test
  void anyChangeOfAnyFile_changesTheDigest(@TempDir Path root) throws IOException {
    ModelBundle bundle = TinyModel.write(root, "face", 1, 1);
    String before = bundle.digest();
    for (String name : List.of("model.yaml", "model-symbol.json", "model-0000.params")) {
      Path file = bundle.directory().resolve(name);
      Files.writeString(file, "\n", StandardOpenOption.APPEND);
      String after = ModelBundle.open(bundle.directory()).digest();
      assertNotEquals(before, after, name);
      before = after;
    }
  }

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
