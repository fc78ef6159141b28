package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import java.nio.file.Path;
import java.util.List;

/**
 * A published model that is ready to be added to a repository.
 *
 * @param manifest what is known of it now
 * @param symbol the symbol to copy
 * @param params the parameters to copy
 * @param found sentences for people: what the files told
 * @param assumed sentences for people: what the files do not tell, and what was taken for it; these
 *     want checking
 */
public record BundleImport(
    Manifest manifest, Path symbol, Path params, List<String> found, List<String> assumed) {
  /**
   * Examines a directory with one {@code *-symbol.json} and its {@code *-NNNN.params}.
   *
   * @param directory the directory; of several epochs the last is taken
   * @param options what a person says; it goes before what the files tell
   * @throws BadBundleException if the files do not tell enough, or contradict the options
   */
  public static BundleImport examine(Path directory, ImportOptions options)
      throws BadBundleException {
    return new Examination(PublishedFiles.in(directory), options).result();
  }
}
