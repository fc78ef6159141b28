package dev.facet.model.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.ModelKey;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Version 3 of a model named face, and what is made of its signature. */
class VersionSignatureTest {
  private final Path directory;
  private final ModelRepository repository;
  private final ModelBundle face;
  private final ModelKey key;
  private final TrustedKeys trusted;

  VersionSignatureTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    repository = new ModelRepository(directory.resolve("models"));
    face = TinyModel.write(repository.root(), "face", 3, 1);
    key = ModelKey.make(directory, "key");
    trusted = TrustedKeys.read(key.publicKey());
    VersionSignature.write(face, "face", 3, key.signing());
  }

  /** By the JDK and what the Javadoc says, not by the code that makes it. */
  @Test
  void signature_isAsItIsSpecified() throws Exception {
    List<String> lines = Files.readAllLines(signature());
    assertEquals("facet-model-signature 1", lines.get(0));
    assertEquals("model face", lines.get(1));
    assertEquals("version 3", lines.get(2));
    assertEquals("key " + Files.readAllLines(key.publicKey()).get(1), lines.get(3));
    for (int i = 0; i < 3; i++) {
      String name = List.of("model-0000.params", "model-symbol.json", "model.yaml").get(i);
      byte[] content = Files.readAllBytes(face.directory().resolve(name));
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content);
      assertEquals(HexFormat.of().formatHex(sha256) + "  " + name, lines.get(4 + i));
    }
    assertEquals(8, lines.size());

    byte[] der = Base64.getDecoder().decode(lines.get(3).substring(4));
    PublicKey verifying =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(verifying);
    String signed = String.join("\n", lines.subList(0, 7)) + "\n";
    verifier.update(signed.getBytes(StandardCharsets.UTF_8));
    assertTrue(verifier.verify(Base64.getDecoder().decode(lines.get(7).substring(10))));
  }

  @Test
  void signedVersion_isCopiedToAPlaceOfItsOwn_andTheCopyIsDeleted() throws IOException {
    Path place;
    try (SignedCopy copy = copy()) {
      Bundle bundle = copy.open();
      place = bundle.directory();
      assertFalse(place.startsWith(directory));
      assertTrue(place.endsWith(Path.of("face", "3")), place.toString());
      assertEquals(face.digest(), bundle.digest());
      // Whatever becomes of the version now, what was verified is what is loaded.
      Files.writeString(face.params(), "other");
      bundle.requireUnchanged();
    }
    Path own = Path.of("/").resolve(place.subpath(0, place.getNameCount() - 2));
    assertTrue(String.valueOf(own.getFileName()).startsWith("facet-signed-"), own.toString());
    assertFalse(Files.exists(own), "the copy is left behind");
  }

  @Test
  void changedFile_isRefused() throws IOException {
    for (Path file : face.files()) {
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 1;
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, content);
      assertEquals(file + ": not as it was signed", refusal());
      Files.write(file, whole);
    }
    copy().close();
  }

  @Test
  void missingFile_isRefused() throws IOException {
    Files.delete(face.params());
    assertEquals(face.params() + ": missing (expected: the file that was signed)", refusal());
  }

  @Test
  void measurement_changesTheManifest_soTheVersionIsSignedAnew() throws IOException {
    repository.setMeasured("face", 3, Map.of("threshold-at-far-1e-3", -1.0));
    assertEquals(face.files().get(0) + ": not as it was signed", refusal());
    VersionSignature.write(face, "face", 3, key.signing());
    try (SignedCopy copy = copy()) {
      assertEquals(Map.of("threshold-at-far-1e-3", -1.0), copy.open().about().measured());
    }
  }

  @Test
  void versionWithoutASignature_isRefused() throws IOException {
    Files.delete(signature());
    assertEquals(signature() + ": missing (expected: a signature)", refusal());
  }

  @Test
  void keyThatIsNotTrusted_isRefusedByItsFingerprint() throws IOException {
    ModelKey other = ModelKey.make(directory, "other");
    VersionSignature.write(face, "face", 3, other.signing());
    assertEquals(
        "%s: signed by %s (expected: by a key of %s)"
            .formatted(signature(), other.signing().verifying(), key.publicKey()),
        refusal());
  }

  /** Who has no trusted key can still write its name into a signature. */
  @Test
  void signatureUnderTheNameOfATrustedKey_isRefused() throws IOException {
    ModelKey other = ModelKey.make(directory, "other");
    VersionSignature.write(face, "face", 3, other.signing());
    Files.writeString(
        signature(),
        Files.readString(signature()).replace(base64(other.publicKey()), base64(key.publicKey())));
    assertEquals(
        signature() + ": not by the key that it names, " + key.signing().verifying(), refusal());
  }

  @Test
  void anotherVersionInItsPlace_isRefused() throws IOException {
    ModelBundle second = TinyModel.write(repository.root(), "face", 2, 2);
    VersionSignature.write(second, "face", 2, key.signing());
    for (String name : names(second.directory())) {
      Files.write(
          face.directory().resolve(name), Files.readAllBytes(second.directory().resolve(name)));
    }
    assertEquals(signature() + ": is for face version 2 (expected: for face version 3)", refusal());
  }

  @Test
  void truncatedSignature_isRefusedWhereverItEnds() throws IOException {
    byte[] whole = Files.readAllBytes(signature());
    for (int length = 0; length < whole.length; length++) {
      Files.write(signature(), Arrays.copyOf(whole, length));
      assertEquals(signature() + ": truncated or damaged (expected: a signature)", refusal());
    }
  }

  @Test
  void damagedSignature_isRefusedWhereverTheDamageIs() throws IOException {
    byte[] whole = Files.readAllBytes(signature());
    for (int i = 0; i < whole.length; i++) {
      for (int bit = 0; bit < 8; bit += 3) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) (1 << bit);
        Files.write(signature(), damaged);
        refusal();
      }
    }
  }

  @Test
  void keysOfTwo_areBothTaken() throws IOException {
    ModelKey next = ModelKey.make(directory, "next");
    Path both = directory.resolve("both.pem");
    Files.writeString(
        both,
        "# until June\n" + Files.readString(key.publicKey()) + Files.readString(next.publicKey()));
    TrustedKeys keys = TrustedKeys.read(both);
    SignedCopy.of(repository, "face", 3, keys).close();
    VersionSignature.write(face, "face", 3, next.signing());
    SignedCopy.of(repository, "face", 3, keys).close();
    refusal();
  }

  @Test
  void detector_isSignedWithAllItsFiles() throws IOException {
    DetectorBundle spots = new SpotDetector(128).publish(repository.root(), "spots", 1);
    VersionSignature.write(spots, "spots", 1, key.signing());
    try (SignedCopy copy = SignedCopy.of(repository, "spots", 1, trusted)) {
      assertEquals(spots.digest(), copy.open().digest());
    }
    Files.writeString(spots.networks().get(0).params(), "other");
    assertThrows(BadSignatureException.class, () -> SignedCopy.of(repository, "spots", 1, trusted));
  }

  @Test
  void fileOfTheSignature_isNoneOfANetwork() throws IOException {
    String manifest = Files.readString(face.files().get(0));
    Files.writeString(face.files().get(0), manifest.replace("model-symbol.json", Bundle.SIGNATURE));
    String said = Refusal.message(() -> repository.open("face", 3));
    assertTrue(said.contains("files.symbol: model.sig (expected: the name of a file"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed448", "X25519"})
  void keyOfAnotherAlgorithm_isRefused(String algorithm) throws IOException {
    ModelKey other = ModelKey.make(directory, "other", algorithm);
    String verifying = message(() -> TrustedKeys.read(other.publicKey()));
    assertTrue(verifying.contains("a key that is none of Ed25519 (expected: "), verifying);
    String signing = message(() -> SigningKey.read(other.privateKey()));
    assertTrue(signing.contains("no such key (expected: a PEM file of one private"), signing);
  }

  @Test
  void privateKeyAmongTheTrusted_isRefused_andNothingOfItIsSaid() throws IOException {
    String said = message(() -> TrustedKeys.read(key.privateKey()));
    assertEquals(
        key.privateKey()
            + ": holds a PRIVATE KEY (expected: a PEM file of one or more public keys of Ed25519)",
        said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\n%%%%\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n",
      })
  void whatIsNoKey_isRefused(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("keys.pem"), content);
    String said = message(() -> TrustedKeys.read(file));
    assertTrue(said.startsWith(file + ": ") && said.contains(" (expected: a PEM file"), said);
  }

  /** A file that is cut in its second key is not one of the first alone. */
  @Test
  void keysThatAreCutOff_areRefused() throws IOException {
    String one = Files.readString(key.publicKey());
    Path file = Files.writeString(directory.resolve("cut.pem"), one + one.substring(0, 60));
    assertTrue(message(() -> TrustedKeys.read(file)).contains("a broken block"));
  }

  private interface Action {
    void run() throws IOException;
  }

  private static String message(Action action) {
    return String.valueOf(assertThrows(BadSignatureException.class, action::run).getMessage());
  }

  private SignedCopy copy() throws IOException {
    return SignedCopy.of(repository, "face", 3, trusted);
  }

  /** Version 3 is refused; the message. */
  private String refusal() {
    return message(this::copy);
  }

  private Path signature() {
    return face.directory().resolve("model.sig");
  }

  private static String base64(Path publicKey) throws IOException {
    return Files.readAllLines(publicKey).get(1);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
