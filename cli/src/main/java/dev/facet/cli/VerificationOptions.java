package dev.facet.cli;

import dev.facet.trainer.config.VerificationConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The pairs of photos that a bundle is measured on. */
final class VerificationOptions {
  @ArgGroup(exclusive = false)
  private @Nullable Pairs pairs;

  @Option(
      names = "--bin",
      paramLabel = "FILE",
      description = "Measure on the pairs of one of InsightFace's .bin files.")
  private @Nullable Path bin;

  /** The set. */
  VerificationConfig.Set set() {
    if (pairs != null) {
      return new VerificationConfig.Pairs(
          pairs.list, pairs.images, Optional.ofNullable(pairs.landmarks));
    }
    if (bin != null) {
      return new VerificationConfig.Bin(bin);
    }
    throw new IllegalStateException("neither --pairs nor --bin");
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  private static final class Pairs {
    @Option(
        names = "--pairs",
        paramLabel = "FILE",
        required = true,
        description = "Measure on pairs in the format of Labeled Faces in the Wild, View 1 or 2.")
    private Path list;

    @Option(
        names = "--images",
        paramLabel = "DIR",
        required = true,
        description = "Where the photos of --pairs are, as NAME/NAME_0001.jpg.")
    private Path images;

    @Option(
        names = "--landmarks",
        paramLabel = "FILE",
        description = "Five points a photo, as for facet embed. Without: photos are face crops.")
    private @Nullable Path landmarks;
  }
}
