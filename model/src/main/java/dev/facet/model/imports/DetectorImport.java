package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.DetectorBundle.NetworkFiles;
import dev.facet.model.bundle.DetectorManifest;
import java.nio.file.Path;
import java.util.List;

/**
 * A published detector that is ready to be added to a repository.
 *
 * @param manifest what is known of it now
 * @param networks the files to copy, one pair for each of the manifest's networks
 * @param found sentences for people: what the files told
 * @param assumed sentences for people: what the files do not tell, and what was taken for it; these
 *     want checking
 */
public record DetectorImport(
    DetectorManifest manifest,
    List<NetworkFiles> networks,
    List<String> found,
    List<String> assumed) {

  /** Copies the lists. */
  public DetectorImport {
    networks = List.copyOf(networks);
    found = List.copyOf(found);
    assumed = List.copyOf(assumed);
  }

  /**
   * Examines a directory with a {@code *-symbol.json} and its {@code *-NNNN.params} for each
   * network of a layout. Where there are several, they run in the order of their names. Assumed is
   * what the detectors take that are published for MXNet: RetinaFace 640 x 640 pixels in RGB as
   * they are, MTCNN tiles of 160 x 160 in BGR with mean 127.5 and standard deviation 128.
   *
   * @param directory the directory; of several epochs the last is taken
   * @param layout what its networks give
   * @param options what a person says; it goes before what is assumed
   * @throws BadBundleException if there are more networks or fewer, the files contradict the
   *     options, or an output of the layout cannot be among those of a symbol
   * @throws IllegalArgumentException if the options name an output or a template, which a detector
   *     does not have
   */
  public static DetectorImport examine(
      Path directory, DetectorManifest.Layout layout, ImportOptions options)
      throws BadBundleException {
    if (options.output() != null || options.template() != null) {
      throw new IllegalArgumentException(
          "output or template: given (expected: none, for a detector)");
    }
    return new DetectorExamination(layout, options).result(directory);
  }
}
