package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.ModelKey;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsSignCommandTest {
  private final Path directory;
  private final Path repository;
  private final ModelBundle face;
  private final ModelKey key;
  private final String fingerprint;

  ModelsSignCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
    face = TinyModel.write(repository, "face", 2, 2);
    key = ModelKey.make(directory, "key");
    fingerprint = key.signing().verifying().fingerprint();
  }

  @Test
  void highestVersion_isSigned_andShowAndCheckSayBywhom() {
    assertTrue(run("show", "face").out().contains("\n# not signed\n"));

    CommandRun signed = run("sign", "face", "--key", key.privateKey().toString());

    assertEquals(0, signed.exit(), signed.err());
    assertEquals("signed  " + face.directory() + "\nkey     " + fingerprint + "\n", signed.out());
    assertTrue(run("show", "face").out().contains("\n# signed by " + fingerprint + "\n"));
    assertTrue(run("show", "face", "--version", "1").out().contains("\n# not signed\n"));
    CommandRun checked = run("check");
    assertEquals(0, checked.exit(), checked.out());
    assertEquals(
        "face version 1: ok\nface version 2: ok, signed by " + fingerprint + "\n", checked.out());
  }

  @Test
  void versionThatIsNamed_isSigned() {
    run("sign", "face", "--version", "1", "--key", key.privateKey().toString());
    assertTrue(Files.exists(repository.resolve("face/1/model.sig")));
    assertFalse(Files.exists(repository.resolve("face/2/model.sig")));
  }

  @Test
  void checkWithTrustedKeys_failsWithoutASignatureByOneOfThem() throws IOException {
    run("sign", "face", "--key", key.privateKey().toString());
    CommandRun checked = run("check", "--trusted-keys", key.publicKey().toString());
    assertEquals(1, checked.exit());
    List<String> lines = checked.out().lines().toList();
    assertTrue(lines.get(0).endsWith("model.sig: missing (expected: a signature)"), lines.get(0));
    assertEquals("face version 2: ok, signed by " + fingerprint, lines.get(1));

    ModelKey other = ModelKey.make(directory, "other");
    CommandRun distrusted =
        run("check", "face", "--version", "2", "--trusted-keys", other.publicKey().toString());
    assertEquals(1, distrusted.exit());
    assertTrue(distrusted.out().contains("signed by " + fingerprint), distrusted.out());
  }

  @Test
  void changeAfterTheSignature_isToldByShowAndCheck() throws IOException {
    run("sign", "face", "--key", key.privateKey().toString());
    new ModelRepository(repository).setMeasured("face", 2, Map.of("x", 1.0));
    CommandRun shown = run("show", "face");
    assertEquals(0, shown.exit());
    String changed = face.directory().resolve("model.yaml") + ": not as it was signed";
    assertTrue(shown.out().contains("\n# signature does not hold: " + changed), shown.out());
    CommandRun checked = run("check", "face", "--version", "2");
    assertEquals(1, checked.exit());
    assertEquals("face version 2: " + changed + "\n", checked.out());
  }

  @Test
  void keyThatIsNone_isRefused_andNothingIsWritten() {
    CommandRun refused = run("sign", "face", "--key", key.publicKey().toString());
    assertEquals(1, refused.exit());
    assertEquals(
        "facet: "
            + key.publicKey()
            + ": holds a PUBLIC KEY (expected: a PEM file of one private key of Ed25519 as PKCS#8,"
            + " not encrypted)\n",
        refused.err());
    assertFalse(Files.exists(repository.resolve("face/2/model.sig")));
  }

  private CommandRun run(String... words) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(words));
    all.addAll(List.of("--models", repository.toString()));
    return CommandRun.facet(all.toArray());
  }
}
