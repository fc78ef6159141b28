package dev.facet.model.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One version of a model on disk: a directory with a manifest, a symbol and parameters. Immutable;
 * the files are not to be changed once they are there.
 */
public final class ModelBundle {
  private final Path directory;
  private final Manifest manifest;
  private final Path symbol;
  private final Path params;
  private final String digest;

  private ModelBundle(Path directory, Manifest manifest, Path symbol, Path params, String digest) {
    this.directory = directory;
    this.manifest = manifest;
    this.symbol = symbol;
    this.params = params;
    this.digest = digest;
  }

  /**
   * Opens a version: reads its manifest, checks that its files are there and lie inside the
   * directory (also through symbolic links), and reads them once for the digest. What is in the
   * symbol and the parameters is checked when the engine loads them.
   *
   * @throws BadBundleException if the manifest or a file is not as it should be
   */
  public static ModelBundle open(Path versionDirectory) throws BadBundleException {
    Path manifestFile = versionDirectory.resolve(ManifestFile.NAME);
    byte[] yaml = ManifestFile.bytes(manifestFile);
    checkInside(versionDirectory, manifestFile);
    Manifest manifest = ManifestFile.parse(manifestFile, yaml);
    Path symbol = inside(versionDirectory, "files.symbol", manifest.files().symbol());
    Path params = inside(versionDirectory, "files.params", manifest.files().params());
    MessageDigest sha256 = sha256();
    addHeader(sha256, ManifestFile.NAME, yaml.length);
    sha256.update(yaml);
    addFile(sha256, symbol);
    addFile(sha256, params);
    String digest = HexFormat.of().formatHex(sha256.digest());
    return new ModelBundle(versionDirectory, manifest, symbol, params, digest);
  }

  /** The version's directory. */
  public Path directory() {
    return directory;
  }

  /** The manifest. */
  public Manifest manifest() {
    return manifest;
  }

  /** The file of the MXNet symbol. */
  public Path symbol() {
    return symbol;
  }

  /** The file of the MXNet parameters. */
  public Path params() {
    return params;
  }

  /**
   * Names the exact embedding space: SHA-256, 64 lower-case hexadecimal digits, over the manifest,
   * the symbol and the parameters in this order. Each file enters as its name in UTF-8, a zero
   * byte, its length in bytes as decimal digits, a zero byte, and its content.
   */
  public String digest() {
    return digest;
  }

  private static Path inside(Path directory, String key, String name) throws BadBundleException {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      Path manifestFile = directory.resolve(ManifestFile.NAME);
      throw new BadBundleException(manifestFile, key, name, "a file in " + directory);
    }
    checkInside(directory, file);
    return file;
  }

  private static void checkInside(Path directory, Path file) throws BadBundleException {
    boolean inside;
    try {
      inside = file.toRealPath().startsWith(directory.toRealPath());
    } catch (IOException e) {
      throw new BadBundleException(file, "cannot be read: " + e.getMessage(), e);
    }
    if (!inside) {
      throw new BadBundleException(file, "a link out of its directory (expected: a file in it)");
    }
  }

  private static void addFile(MessageDigest digest, Path file) throws BadBundleException {
    try (InputStream in = Files.newInputStream(file)) {
      addHeader(digest, String.valueOf(file.getFileName()), Files.size(file));
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new BadBundleException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static void addHeader(MessageDigest digest, String name, long length) {
    digest.update((name + '\0' + length + '\0').getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
