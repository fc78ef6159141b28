package dev.facet.model.bundle;

import dev.facet.model.staging.StagedDirectory;
import dev.facet.model.staging.StagedFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A directory of models: {@code <root>/<model>/<version>/}. A version is immutable once it is
 * there, but for what its manifest says was measured, and is there whole or not at all. Beside a
 * model's versions may lie {@code serving.yaml}, which says which of them are served. Names that
 * are not models' or versions' names, hidden ones among them, are skipped. Stateless, so safe for
 * use by many threads and processes at once.
 */
public final class ModelRepository {
  private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private final Path root;

  /**
   * A repository.
   *
   * @param root its directory; one that does not exist holds no models until one is published
   */
  public ModelRepository(Path root) {
    this.root = root;
  }

  /**
   * Checks the name of a model.
   *
   * @return the name
   * @throws IllegalArgumentException if it is not {@code [a-z0-9][a-z0-9._-]{0,62}}
   */
  public static String requireName(String name) {
    if (!MODEL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: "
              + name
              + " (expected: 1 to 63 lower-case letters, digits, '.', '_' and '-', the first a"
              + " letter or a digit)");
    }
    return name;
  }

  /** The repository's directory. */
  public Path root() {
    return root;
  }

  /** The names of the models with at least one version, in alphabetical order. */
  public List<String> models() throws IOException {
    List<String> models = new ArrayList<>();
    for (String name : directories(root, MODEL)) {
      if (!versions(name).isEmpty()) {
        models.add(name);
      }
    }
    Collections.sort(models);
    return models;
  }

  /** The versions of a model, ascending; none if there is no such model. */
  public List<Long> versions(String model) throws IOException {
    if (!MODEL.matcher(model).matches()) {
      return List.of();
    }
    return directories(root.resolve(model), VERSION).stream().map(Long::valueOf).sorted().toList();
  }

  /** Whether there is such a version of such a model. It may still be one that does not open. */
  public boolean contains(String model, long version) {
    return MODEL.matcher(model).matches() && version > 0 && Files.isDirectory(path(model, version));
  }

  /**
   * What a model does, as the manifest of its highest version says; one whose manifest cannot be
   * read is taken to embed faces, as one is that does not say.
   *
   * @throws IOException if the repository cannot be read
   */
  public ModelKind kind(String model) throws IOException {
    List<Long> versions = versions(model);
    if (versions.isEmpty()) {
      return ModelKind.EMBEDDER;
    }
    long highest = versions.get(versions.size() - 1);
    try {
      return Bundle.kind(path(model, highest));
    } catch (BadBundleException unreadable) {
      return ModelKind.EMBEDDER;
    }
  }

  /**
   * Opens a version of a model that embeds faces.
   *
   * @throws BadBundleException if there is none, it is of another kind, or it is not as it should
   *     be
   */
  public ModelBundle open(String model, long version) throws BadBundleException {
    return ModelBundle.open(directory(model, version));
  }

  /**
   * Opens a version of a detector.
   *
   * @throws BadBundleException if there is none, it is of another kind, or it is not as it should
   *     be
   */
  public DetectorBundle openDetector(String model, long version) throws BadBundleException {
    return DetectorBundle.open(directory(model, version));
  }

  /**
   * Opens a version of whatever kind it is.
   *
   * @throws BadBundleException if there is none or it is not as it should be
   */
  public Bundle openAny(String model, long version) throws BadBundleException {
    return Bundle.open(directory(model, version));
  }

  /**
   * The directory of a version.
   *
   * @throws BadBundleException if there is none
   */
  public Path directory(String model, long version) throws BadBundleException {
    if (!contains(model, version)) {
      throw new BadBundleException(root, "no version " + version + " of a model " + model);
    }
    return path(model, version);
  }

  /**
   * Adds a version: copies the files and writes the manifest into a hidden directory, syncs it to
   * the disk, and renames it. A publish that is killed leaves at most a hidden directory, which
   * nothing reads.
   *
   * @param model name of the model: {@code [a-z0-9][a-z0-9._-]{0,62}}
   * @param version the version, 1 or above; if empty, one above the highest
   * @param manifest the manifest; its file names are those of the copies
   * @param symbol the MXNet symbol to copy
   * @param params the MXNet parameters to copy
   * @return the version as it now is in the repository
   * @throws FileAlreadyExistsException if there is such a version
   * @throws BadBundleException if the manifest has a mistake
   * @throws IllegalArgumentException if the name or the version is out of range
   */
  public ModelBundle publish(
      String model, OptionalLong version, Manifest manifest, Path symbol, Path params)
      throws IOException {
    // Before anything is written: a file name of the manifest must not lead out of the directory.
    byte[] yaml = ManifestFile.yaml(manifest);
    ManifestFile.parse(Path.of(ManifestFile.NAME), yaml);
    Map<String, Path> files =
        Map.of(manifest.files().symbol(), symbol, manifest.files().params(), params);
    return ModelBundle.open(publish(model, version, yaml, files));
  }

  /**
   * Adds a version of a detector, as {@link #publish(String, OptionalLong, Manifest, Path, Path)}
   * does.
   *
   * @param networks the files to copy, one pair for each of the manifest's networks
   */
  public DetectorBundle publish(
      String model,
      OptionalLong version,
      DetectorManifest manifest,
      List<DetectorBundle.NetworkFiles> networks)
      throws IOException {
    byte[] yaml = DetectorManifestFile.yaml(manifest);
    DetectorManifestFile.parse(Path.of(ManifestFile.NAME), yaml);
    Map<String, Path> files = new HashMap<>();
    for (int i = 0; i < networks.size(); i++) {
      files.put(manifest.networks().get(i).symbol(), networks.get(i).symbol());
      files.put(manifest.networks().get(i).params(), networks.get(i).params());
    }
    return DetectorBundle.open(publish(model, version, yaml, files));
  }

  private Path publish(String model, OptionalLong version, byte[] manifest, Map<String, Path> files)
      throws IOException {
    requireName(model);
    if (version.isPresent() && version.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "version: " + version.getAsLong() + " (expected: 1 or above)");
    }
    try (StagedDirectory staged = StagedDirectory.in(root.resolve(model))) {
      Files.write(staged.path().resolve(ManifestFile.NAME), manifest);
      for (Map.Entry<String, Path> file : files.entrySet()) {
        Files.copy(file.getValue(), staged.path().resolve(file.getKey()));
      }
      return rename(staged, model, version);
    }
  }

  /**
   * Which versions of a model are to be served; {@link Serving#DEFAULT} where nobody has said so.
   *
   * @throws BadBundleException if the file that says so cannot be read or has a mistake
   * @throws IllegalArgumentException if the name is no model's
   */
  public Serving serving(String model) throws BadBundleException {
    return ServingFile.read(root.resolve(requireName(model)));
  }

  /**
   * Says which versions of a model are to be served: replaces {@code serving.yaml} beside them,
   * whole and synced to the disk. Of two writers at once one may fail; a reader never sees half.
   *
   * @throws IOException if it cannot be written; what was said before holds, unless only the last
   *     sync has failed
   * @throws IllegalArgumentException if the name is no model's
   */
  public void setServing(String model, Serving serving) throws IOException {
    ServingFile.write(root.resolve(requireName(model)), serving);
  }

  /**
   * Says what was measured of a version: replaces {@code about.measured} in its manifest, whole and
   * synced to the disk. All other keys keep their values; comments and the way they were written
   * are lost. The digest stays; a signature of the version holds no more. A reader finds the old
   * manifest or the new one; of two writers at once one may fail, and the last wins. A server knows
   * it once it has loaded the version anew.
   *
   * @throws BadBundleException if there is no such version, its manifest has a mistake, or a number
   *     is not finite; nothing was changed
   * @throws IOException if it cannot be written; the old manifest holds, unless only the last sync
   *     has failed
   */
  public void setMeasured(String model, long version, Map<String, Double> measured)
      throws IOException {
    Path directory = directory(model, version);
    Path file = directory.resolve(ManifestFile.NAME);
    byte[] yaml = ManifestFile.yaml(ManifestFile.read(file).withMeasured(measured));
    ManifestFile.parse(file, yaml);
    StagedFile.replace(directory, ManifestFile.NAME, yaml);
  }

  private Path rename(StagedDirectory staged, String model, OptionalLong version)
      throws IOException {
    while (true) {
      Path target = path(model, version.isPresent() ? version.getAsLong() : next(model));
      if (staged.moveTo(target)) {
        return target;
      }
      if (version.isPresent()) {
        throw new FileAlreadyExistsException(target.toString(), null, "versions are immutable");
      }
    }
  }

  private long next(String model) throws IOException {
    return versions(model).stream().mapToLong(v -> v).max().orElse(0) + 1;
  }

  private Path path(String model, long version) {
    return root.resolve(model).resolve(Long.toString(version));
  }

  private static List<String> directories(Path parent, Pattern names) throws IOException {
    List<String> found = new ArrayList<>();
    if (!Files.isDirectory(parent)) {
      return found;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (names.matcher(name).matches() && Files.isDirectory(child)) {
          found.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }
}
