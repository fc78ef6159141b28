package dev.facet.model.signing;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Sha256;
import dev.facet.model.staging.StagedDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the signed files of a version, in a directory of this process's own. Each file was read
 * once, and what was read is what was signed: whoever writes to the version's own directory, at
 * whatever moment, changes nothing of the copy.
 */
public final class SignedCopy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SignedCopy.class);

  private final Path root;
  private final Path parent;
  private final Path directory;

  /** Messages name the model and the version, as its own directory does. */
  private SignedCopy(Path root, String model, long version) {
    this.root = root;
    this.parent = root.resolve(model);
    this.directory = parent.resolve(Long.toString(version));
  }

  /**
   * Verifies the signature of a version, and copies the files that it names.
   *
   * @throws BadSignatureException if it is not signed, or not by one of the keys, or for another
   *     version, or a file is not as it was signed
   * @throws IOException if there is no such version, or it cannot be copied
   */
  public static SignedCopy of(
      ModelRepository repository, String model, long version, TrustedKeys keys) throws IOException {
    Path from = repository.directory(model, version);
    Path file = from.resolve(Bundle.SIGNATURE);
    VersionSignature signature =
        VersionSignature.find(from)
            .orElseThrow(() -> new BadSignatureException(file, "missing (expected: a signature)"));
    keys.require(signature.key(), file);
    signature.requireGenuine(from, model, version);
    SignedCopy copy = new SignedCopy(Files.createTempDirectory("facet-signed-"), model, version);
    try {
      copy.fill(from, signature.files());
      return copy;
    } catch (IOException | RuntimeException | Error e) {
      copy.close();
      throw e;
    }
  }

  private void fill(Path from, Map<String, String> files) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, String> signed : files.entrySet()) {
      Path file = from.resolve(signed.getKey());
      if (!Files.isRegularFile(file) || Files.size(file) > Bundle.MAX_FILE_BYTES) {
        throw new BadSignatureException(file, "missing (expected: the file that was signed)");
      }
      try (OutputStream out = Files.newOutputStream(directory.resolve(signed.getKey()))) {
        if (!Sha256.hexOfCopied(file, out).equals(signed.getValue())) {
          throw VersionSignature.changed(file);
        }
      }
    }
  }

  /** Opens the copy. */
  public Bundle open() throws IOException {
    return Bundle.open(directory);
  }

  /** Deletes the copy; what was loaded of it stays. Where it cannot be deleted, the log says so. */
  @Override
  public void close() {
    try {
      StagedDirectory.delete(directory);
      Files.deleteIfExists(parent);
      Files.deleteIfExists(root);
    } catch (IOException e) {
      log.warn("{}: left behind: {}", root, e.toString());
    }
  }
}
