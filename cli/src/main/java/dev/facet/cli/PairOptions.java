package dev.facet.cli;

import dev.facet.trainer.config.VerificationConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The pairs of photos that a model is judged by, where there must be some. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PairOptions {
  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      required = true,
      description =
          "List of pairs in the format of Labeled Faces in the Wild, View 1 or 2, or, to evaluate,"
              + " of YouTube Faces' splits.txt.")
  private Path list;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description =
          "Where the photos are, as NAME/NAME_0001.jpg, or the frames of videos, as NAME/1/*.jpg.")
  private Path images;

  @Option(
      names = "--landmarks",
      paramLabel = "FILE",
      description = "Five points a photo, as for facet embed. Without: photos are face crops.")
  private @Nullable Path landmarks;

  /** The list. */
  Path list() {
    return list;
  }

  /** The directory of the photos. */
  Path images() {
    return images;
  }

  /** The five points of each photo; null where they are face crops. */
  @Nullable Path landmarks() {
    return landmarks;
  }

  /** The set. */
  VerificationConfig.Pairs set() {
    return new VerificationConfig.Pairs(list, images, Optional.ofNullable(landmarks));
  }
}
