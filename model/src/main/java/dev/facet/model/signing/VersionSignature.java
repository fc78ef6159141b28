package dev.facet.model.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.Sha256;
import dev.facet.model.staging.StagedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signature of a version: the file {@code model.sig} beside its manifest. Immutable.
 *
 * <p>It is text, and says for which version of which model it is, by which key, and the SHA-256 of
 * the manifest and of every file that the manifest names, sorted by name:
 *
 * <pre>
 * facet-model-signature 1
 * model face
 * version 3
 * key MCowBQYDK2VwAyEA...
 * 5c1f...  model-0000.params
 * 09ab...  model-symbol.json
 * e771...  model.yaml
 * signature 4rAq...
 * </pre>
 *
 * <p>The last line is the Ed25519 signature, in Base64, of all lines before it, their ends
 * included; each line ends with a line feed. There is one way to write a signature, so a file that
 * is written otherwise is refused.
 */
public final class VersionSignature {
  private static final int MAX_BYTES = 1 << 14;
  private static final String SIGNATURE = "signature ";
  private static final Pattern HEADER =
      Pattern.compile(
          "facet-model-signature 1\nmodel ([^\n]+)\nversion (\\d{1,18})\nkey ([^\n]+)\n");
  private static final Pattern FILE = Pattern.compile("([0-9a-f]{64})  ([^\n./\\\\][^\n/\\\\]*)\n");
  private static final Pattern END = Pattern.compile("(?md)^" + SIGNATURE + "([^\n]+)\n");

  private final String model;
  private final long version;
  private final VerifyingKey key;
  private final SortedMap<String, String> files;
  private final byte[] signature;

  private VersionSignature(
      String model,
      long version,
      VerifyingKey key,
      SortedMap<String, String> files,
      byte[] signature) {
    this.model = model;
    this.version = version;
    this.key = key;
    this.files = Collections.unmodifiableSortedMap(files);
    this.signature = signature;
  }

  /**
   * Signs a version as its files are now, and writes the signature beside them; one that is there
   * is replaced whole.
   *
   * @param model name of the model
   * @param version of the model
   * @throws IOException if a file cannot be read, or the signature cannot be written
   */
  public static VersionSignature write(Bundle bundle, String model, long version, SigningKey key)
      throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    for (Path file : bundle.files()) {
      files.put(String.valueOf(file.getFileName()), Sha256.hex(file));
    }
    String statement = statement(model, version, key.verifying(), files);
    byte[] signature = key.sign(statement.getBytes(UTF_8));
    VersionSignature signed =
        new VersionSignature(model, version, key.verifying(), files, signature);
    StagedFile.replace(bundle.directory(), Bundle.SIGNATURE, signed.text().getBytes(UTF_8));
    return signed;
  }

  /**
   * Reads the signature of a version; what it says is not verified yet.
   *
   * @return empty where the version is not signed
   * @throws BadSignatureException if the file cannot be read or is something else
   */
  public static Optional<VersionSignature> find(Path versionDirectory)
      throws BadSignatureException {
    Path file = versionDirectory.resolve(Bundle.SIGNATURE);
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException notSigned) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BadSignatureException(file, "cannot be read: " + e.getMessage());
    }
    String text = new String(content, UTF_8);
    return Optional.of(
        parse(text)
            .filter(read -> read.text().equals(text))
            .orElseThrow(
                () ->
                    new BadSignatureException(
                        file, "truncated or damaged (expected: a signature)")));
  }

  private static Optional<VersionSignature> parse(String text) {
    Matcher header = HEADER.matcher(text);
    Matcher end = END.matcher(text);
    if (!header.lookingAt() || !end.find(header.end())) {
      return Optional.empty();
    }
    SortedMap<String, String> files = new TreeMap<>();
    int first = header.end();
    int last = end.start();
    Matcher file = FILE.matcher(text).region(first, last);
    while (file.find()) {
      files.put(file.group(2), file.group(1));
    }
    try {
      return Optional.of(
          new VersionSignature(
              header.group(1),
              Long.parseLong(header.group(2)),
              VerifyingKey.of(Base64.getDecoder().decode(header.group(3))),
              files,
              Base64.getDecoder().decode(end.group(1))));
    } catch (IllegalArgumentException | GeneralSecurityException damaged) {
      return Optional.empty();
    }
  }

  /** The key that it is said to be made with. */
  public VerifyingKey key() {
    return key;
  }

  /** SHA-256 of each file that is signed, by its name. */
  Map<String, String> files() {
    return files;
  }

  /**
   * Refuses a signature that is not by its own key, or that is another version's.
   *
   * @param versionDirectory where it was found
   */
  void requireGenuine(Path versionDirectory, String ofModel, long ofVersion)
      throws BadSignatureException {
    Path file = versionDirectory.resolve(Bundle.SIGNATURE);
    if (!key.verifies(statement(model, version, key, files).getBytes(UTF_8), signature)) {
      throw new BadSignatureException(file, "not by the key that it names, " + key);
    }
    if (!model.equals(ofModel) || version != ofVersion) {
      throw new BadSignatureException(
          file,
          "is for %s version %d (expected: for %s version %d)"
              .formatted(model, version, ofModel, ofVersion));
    }
  }

  /**
   * Refuses a signature that does not hold for a version as its files are now. Whether its key is
   * to be trusted is not asked.
   */
  public void requireHolds(Bundle bundle, String ofModel, long ofVersion) throws IOException {
    Path directory = bundle.directory();
    requireGenuine(directory, ofModel, ofVersion);
    for (Path file : bundle.files()) {
      String name = String.valueOf(file.getFileName());
      if (!Sha256.hex(file).equals(files.get(name))) {
        throw changed(file);
      }
    }
  }

  /** What to throw for a file that is another than the signed one. */
  static BadSignatureException changed(Path file) {
    return new BadSignatureException(file, "not as it was signed");
  }

  private static String statement(
      String model, long version, VerifyingKey key, SortedMap<String, String> files) {
    StringBuilder text = new StringBuilder();
    text.append("facet-model-signature 1\nmodel ").append(model);
    text.append("\nversion ").append(version).append("\nkey ").append(key.base64()).append('\n');
    files.forEach((name, sha256) -> text.append(sha256).append("  ").append(name).append('\n'));
    return text.toString();
  }

  private String text() {
    return statement(model, version, key, files)
        + SIGNATURE
        + Base64.getEncoder().encodeToString(signature)
        + "\n";
  }
}
