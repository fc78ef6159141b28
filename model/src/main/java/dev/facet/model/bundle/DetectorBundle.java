package dev.facet.model.bundle;

import dev.facet.model.bundle.Manifest.Files;
import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One version of a detector: a directory with a manifest and the symbols and parameters of its
 * networks. Immutable; the files are not to be changed once they are there.
 */
public final class DetectorBundle implements Bundle {
  private final Path directory;
  private final DetectorManifest manifest;
  private final List<NetworkFiles> networks;
  private final String digest;

  private DetectorBundle(
      Path directory, DetectorManifest manifest, List<NetworkFiles> networks, String digest) {
    this.directory = directory;
    this.manifest = manifest;
    this.networks = networks;
    this.digest = digest;
  }

  /**
   * The files of one network.
   *
   * @param symbol the MXNet symbol
   * @param params the MXNet parameters
   */
  public record NetworkFiles(Path symbol, Path params) {}

  /**
   * Opens a version: reads its manifest, checks that its files are there and lie inside the
   * directory (also through symbolic links), and reads them once for the digest. What is in the
   * symbols and the parameters is checked when the engine loads them.
   *
   * @throws BadBundleException if the manifest or a file is not as it should be
   */
  public static DetectorBundle open(Path versionDirectory) throws BadBundleException {
    Path manifestFile = versionDirectory.resolve(ManifestFile.NAME);
    DetectorManifest manifest = DetectorManifestFile.parse(manifestFile, bytes(manifestFile));
    BundleDirectory directory = new BundleDirectory(versionDirectory);
    directory.requireInside(manifestFile);
    List<NetworkFiles> networks = new ArrayList<>();
    for (Files files : manifest.networks()) {
      String key = "networks[" + networks.size() + "]";
      networks.add(
          new NetworkFiles(
              directory.file(key + ".symbol", files.symbol()),
              directory.file(key + ".params", files.params())));
    }
    return new DetectorBundle(
        versionDirectory, manifest, List.copyOf(networks), SpaceDigest.of(manifest, networks));
  }

  private static byte[] bytes(Path manifestFile) throws BadBundleException {
    try {
      return YamlFile.bytes(manifestFile);
    } catch (BadYamlException e) {
      throw new BadBundleException(e);
    }
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(directory.resolve(ManifestFile.NAME)));
    networks.forEach(network -> files.addAll(List.of(network.symbol(), network.params())));
    return List.copyOf(files);
  }

  /** The manifest. */
  public DetectorManifest manifest() {
    return manifest;
  }

  /** The networks, in the order in which they run. */
  public List<NetworkFiles> networks() {
    return networks;
  }

  /**
   * Names all that decides what is found, but for what a caller asks: changes exactly when the
   * weights do, or what is done to a photo before them and with their outputs after them. It is
   * made as {@link ModelBundle#digest} is, of these parts: {@code facet}, {@code kind} ({@code
   * detector}), {@code layout} as it stands in manifests, {@code input.name} to {@code input.std},
   * and for each network {@code symbol} and {@code params}.
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
