package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.Embedder;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.ModelKey;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.signing.VersionSignature;
import dev.facet.server.config.BadConfigException;
import dev.facet.v1.ModelState;
import io.grpc.Status.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that loads no version but those that are signed by a key that it trusts. */
class SignedVersionsTest {

  private static final String[] POLLING = {
    "models.control", "poll", "models.poll-interval", "20ms"
  };

  private final Path directory;
  private final Path repository;
  private final ModelKey key;
  private final Path trusted;
  private final ModelBundle first;

  SignedVersionsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    repository = directory.resolve("models");
    key = ModelKey.make(directory, "key");
    trusted = Files.copy(key.publicKey(), directory.resolve("trusted.pem"));
    first = TinyModel.write(repository, "face", 1, 1);
    sign(first, key);
  }

  @Test
  void atStart_theHighestVersionThatIsSigned_isLive() throws Exception {
    TinyModel.write(repository, "face", 2, 2);
    try (TestServer server = serve()) {
      Admin face = new Admin(server, "face");
      assertEquals(first.digest(), face.embed(0).getModel().getDigest());
      assertEquals(ModelState.MODEL_STATE_FAILED, face.get(2).getState());
      assertTrue(
          face.get(2).getFailure().endsWith("model.sig: missing (expected: a signature)"),
          face.get(2).getFailure());
    }
  }

  @Test
  void atStart_noVersionThatIsSigned_theServerDoesNotStart_andSaysWhy() throws Exception {
    Damage.flip(first.params(), Damage.WEIGHT);
    IOException refused = assertThrows(IOException.class, this::serve);
    assertEquals(
        "face 1: " + first.params() + ": not as it was signed",
        String.valueOf(refused.getMessage()));
  }

  @Test
  void atStart_keysThatAreNone_endTheStart() throws Exception {
    Files.copy(key.privateKey(), trusted, StandardCopyOption.REPLACE_EXISTING);
    BadConfigException refused = assertThrows(BadConfigException.class, this::serve);
    assertEquals(
        "models.trusted-keys: "
            + trusted
            + ": holds a PRIVATE KEY (expected: a PEM file of one or more public keys of Ed25519)",
        refused.getMessage());
  }

  @Test
  void changedFile_isNotLoaded_whicheverItIs() throws Exception {
    List<String> loaded = new ArrayList<>();
    try (TestServer server = new TestServer(recording(loaded), repository, settings())) {
      Admin face = new Admin(server, "face");
      ModelBundle second = TinyModel.write(repository, "face", 2, 2);
      sign(second, key);
      List<Path> files = new ArrayList<>(second.files());
      files.add(second.directory().resolve(Bundle.SIGNATURE));
      for (Path file : files) {
        byte[] whole = Files.readAllBytes(file);
        Damage.flip(file, whole.length - 20);
        assertUntrusted(face, 2, file.toString());
        Damage.halve(file);
        assertUntrusted(face, 2, file.toString());
        Files.delete(file);
        assertUntrusted(face, 2, "missing (expected: ");
        Files.write(file, whole);
      }
      assertEquals(List.of(first.digest()), loaded, "nothing of it is loaded");

      assertEquals(ModelState.MODEL_STATE_LIVE, face.activate(2).getState());
      assertEquals(second.digest(), face.embed(0).getModel().getDigest());
    }
  }

  /** With a threshold below that of any two people, everybody would be the same person. */
  @Test
  void thresholdsThatChangedAfterTheSignature_areNotTaken() throws Exception {
    try (TestServer server = serve()) {
      Admin face = new Admin(server, "face");
      ModelBundle second = TinyModel.write(repository, "face", 2, 2);
      sign(second, key);
      new ModelRepository(repository)
          .setMeasured("face", 2, Map.of("threshold-at-far-1e-3", -1.0, "calibration-pairs", 1e6));
      assertUntrusted(face, 2, "model.yaml: not as it was signed");
      sign(second, key);
      face.activate(2);
    }
  }

  @Test
  void pinAndCandidate_areHeldToTheSame() throws Exception {
    try (TestServer server = serve()) {
      Admin face = new Admin(server, "face");
      TinyModel.write(repository, "face", 2, 2);
      assertEquals("UNTRUSTED_VERSION", Refusal.of(() -> face.pin(2)).reason());
      assertEquals("UNTRUSTED_VERSION", Refusal.of(() -> face.canary(2, 0.5)).reason());
    }
  }

  @Test
  void detector_isHeldToTheSame() throws Exception {
    sign(new SpotDetector(128).publish(repository, "spots", 1), key);
    try (TestServer server = serve("models.default", "face")) {
      Admin spots = new Admin(server, "spots");
      var second = new SpotDetector(128).variation(1).publish(repository, "spots", 2);
      sign(second, key);
      Path params = second.networks().get(0).params();
      Damage.flip(params, Math.toIntExact(Files.size(params)) - 1);
      Refusal refusal = Refusal.of(() -> spots.activate(2));
      assertEquals("UNTRUSTED_VERSION", refusal.reason());
      assertTrue(refusal.message().contains("not as it was signed"), refusal.message());
      Damage.flip(params, Math.toIntExact(Files.size(params)) - 1);
      assertEquals(ModelState.MODEL_STATE_LIVE, spots.activate(2).getState());
    }
  }

  /**
   * First both keys are trusted, then versions are signed by the new one, then the old one goes.
   */
  @Test
  void keysThatAreRotated_needNoRestart() throws Exception {
    ModelKey next = ModelKey.make(directory, "next");
    try (TestServer server = serve()) {
      Admin face = new Admin(server, "face");
      sign(TinyModel.write(repository, "face", 2, 2), next);
      assertUntrusted(face, 2, "signed by " + next.signing().verifying());

      replaceTrusted(Files.readString(key.publicKey()) + Files.readString(next.publicKey()));
      face.activate(2);
      face.activate(1);

      replaceTrusted(Files.readString(next.publicKey()));
      sign(TinyModel.write(repository, "face", 3, 3), key);
      assertUntrusted(face, 3, "signed by " + key.signing().verifying());
      face.activate(2);

      replaceTrusted("no key");
      Refusal refusal = Refusal.of(() -> face.activate(1));
      assertEquals("UNTRUSTED_VERSION", refusal.reason());
      assertEquals(2, face.embed(0).getModel().getVersion());
    }
  }

  @Test
  void watchedRepository_versionThatIsPublishedAndThenSigned_goesLive() throws Exception {
    try (TestServer server = serve(POLLING)) {
      Admin face = new Admin(server, "face");
      ModelBundle second = TinyModel.write(repository, "face", 2, 2);
      face.await(2, ModelState.MODEL_STATE_FAILED);
      assertEquals(1, face.embed(0).getModel().getVersion());
      sign(second, key);
      face.awaitLive(2);
    }
  }

  /** Somebody writes to a version after its signature was verified and before it is loaded. */
  @Test
  void whatIsLoaded_isWhatWasVerified() throws Exception {
    ModelBundle second = TinyModel.write(repository, "face", 2, 2);
    sign(second, key);
    List<Path> copies = new ArrayList<>();
    Embedder.Loader writing =
        (bundle, device, passes, progress) -> {
          copies.add(bundle.directory());
          overwrite(second, new TinyModel(7));
          return EmbeddingModel.load(bundle, device, passes, progress);
        };
    try (TestServer server = new TestServer(writing, repository, settings())) {
      Admin face = new Admin(server, "face");
      assertEquals(second.digest(), face.embed(0).getModel().getDigest());
      List<Float> served = face.embed(0).getEmbedding().getValuesList();

      Path elsewhere = directory.resolve("elsewhere");
      TinyModel.write(elsewhere, "face", 2, 2);
      try (TestServer honest = new TestServer(elsewhere)) {
        List<Float> signed = new Admin(honest, "face").embed(0).getEmbedding().getValuesList();
        for (int i = 0; i < signed.size(); i++) {
          assertEquals(signed.get(i), served.get(i), 1e-5f);
        }
      }
      assertEquals(1, copies.size());
      assertFalse(copies.get(0).startsWith(repository));
      assertFalse(Files.exists(copies.get(0)), "the copy is left behind");
    }
  }

  private static void overwrite(ModelBundle version, TinyModel by) {
    try {
      Path other = Files.createTempDirectory(version.directory().getParent(), "other");
      ModelBundle made = by.publish(other, "face", 1);
      Files.copy(made.params(), version.params(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Embedder.Loader recording(List<String> digests) {
    return (bundle, device, passes, progress) -> {
      digests.add(bundle.digest());
      return EmbeddingModel.load(bundle, device, passes, progress);
    };
  }

  private static void assertUntrusted(Admin face, long version, String why) {
    Refusal refusal = Refusal.of(() -> face.activate(version));
    assertEquals(Code.FAILED_PRECONDITION, refusal.code());
    assertEquals("UNTRUSTED_VERSION", refusal.reason(), refusal.message());
    assertTrue(refusal.message().contains(why), refusal.message());
    assertEquals(ModelState.MODEL_STATE_FAILED, face.get(version).getState());
  }

  private static void sign(Bundle bundle, ModelKey by) throws IOException {
    Path version = bundle.directory();
    VersionSignature.write(
        bundle,
        version.getName(version.getNameCount() - 2).toString(),
        Long.parseLong(String.valueOf(version.getFileName())),
        by.signing());
  }

  private void replaceTrusted(String content) throws IOException {
    Files.writeString(trusted, content);
  }

  private TestServer serve(String... more) throws IOException {
    return new TestServer(repository, settings(more));
  }

  private String[] settings(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of("models.activation", "true", "models.trusted-keys", trusted.toString()));
    settings.addAll(List.of(more));
    return settings.toArray(new String[0]);
  }
}
