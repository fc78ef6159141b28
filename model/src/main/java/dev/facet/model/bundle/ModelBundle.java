package dev.facet.model.bundle;

import java.nio.file.Path;
import java.util.List;

/**
 * One version of a model that embeds faces: a directory with a manifest, a symbol and parameters.
 * Immutable; the files are not to be changed once they are there.
 */
public final class ModelBundle implements Bundle {
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
    Manifest manifest = ManifestFile.read(manifestFile);
    BundleDirectory directory = new BundleDirectory(versionDirectory);
    directory.requireInside(manifestFile);
    Path symbol = directory.file("files.symbol", manifest.files().symbol());
    Path params = directory.file("files.params", manifest.files().params());
    String digest = SpaceDigest.of(manifest, symbol, params);
    return new ModelBundle(versionDirectory, manifest, symbol, params, digest);
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public List<Path> files() {
    return List.of(directory.resolve(ManifestFile.NAME), symbol, params);
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
   * Names the embedding space: changes exactly when the weights do, or what is done to a face
   * before them and to an embedding after them. Not with {@code about}, with names of files, or
   * with how the manifest is written.
   *
   * <p>It is SHA-256, 64 lower-case hexadecimal digits, over the parts below in this order. Each
   * part enters as its key, a zero byte, the length of its content in bytes as decimal digits, a
   * zero byte, and its content; all text is UTF-8.
   *
   * <ol>
   *   <li>{@code facet}: {@code 1}, counted up should Facet decode, align or resize faces otherwise
   *   <li>{@code input.name}, {@code input.width}, {@code input.height}, {@code input.channels}
   *       ({@code RGB}, {@code BGR} or {@code GRAY}), {@code input.mean}, {@code input.std}, {@code
   *       output.name}, {@code output.dimension}, {@code output.normalize}, {@code
   *       alignment.template}, {@code alignment.flip-averaging}: the manifest's values, those of
   *       absent keys too. Whole numbers as decimal digits; {@code true} or {@code false}; a mean
   *       or std as the bits of its numbers in IEEE 754's binary32, one number a channel, each 8
   *       lower-case hexadecimal digits, the sign first, with one blank between two; -0 as 0
   *   <li>{@code symbol}: the symbol file, byte for byte
   *   <li>{@code params}: the parameters file, byte for byte
   * </ol>
   */
  @Override
  public String digest() {
    return digest;
  }

  @Override
  public Manifest.About about() {
    return manifest.about();
  }
}
