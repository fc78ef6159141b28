package dev.facet.cli;

import dev.facet.cli.face.PhotoLandmarks;
import dev.facet.cli.face.PhotoSource;
import dev.facet.client.FaceSelection;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** That the faces of photos are found first, which of them, and by what. */
@SuppressWarnings("UnusedVariable") // picocli reads the field
final class DetectionOptions extends FaceOptions {
  @Option(
      names = "--detect",
      required = true,
      description = "Find the faces first: images are photos, not face crops.")
  private boolean detect;

  @Option(
      names = "--detector",
      paramLabel = "DIR",
      description = "Version of a detector that finds them in this process; with --model.")
  private @Nullable Path detector;

  /** The detector of this process; null where a server finds faces. */
  @Nullable Path detector() {
    return detector;
  }

  /**
   * Where the faces of photos are: sought, where there are options of detection; else where a
   * landmarks file says, or the photos are crops.
   *
   * @param otherwise which faces are meant where nothing is said
   * @param command whose options these are
   * @throws IOException if the landmarks file cannot be read
   * @throws ParameterException where both are given
   */
  static PhotoSource source(
      @Nullable DetectionOptions detection,
      FaceSelection otherwise,
      @Nullable Path landmarks,
      CommandLine command)
      throws IOException {
    if (detection == null) {
      return PhotoLandmarks.readOrNone(landmarks);
    }
    if (landmarks != null) {
      throw new ParameterException(
          command, "--detect and --landmarks: faces are found, or known, not both");
    }
    return PhotoSource.seeking(detection.wanted(otherwise));
  }

  /**
   * Which single face of a photo is wanted.
   *
   * @throws ParameterException where all are
   */
  static void requireOne(@Nullable DetectionOptions detection, CommandLine command) {
    if (detection != null
        && detection.wanted(FaceSelection.DEFAULT).select() == FaceSelection.ALL) {
      throw new ParameterException(command, "--select: all (expected: largest or central)");
    }
  }
}
