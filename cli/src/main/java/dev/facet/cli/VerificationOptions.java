package dev.facet.cli;

import dev.facet.trainer.config.VerificationConfig;
import dev.facet.trainer.run.MeasuringSet;
import dev.facet.trainer.run.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
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

  /** Opens the set, named after its file; the caller closes its photos. */
  MeasuringSet open() throws IOException {
    VerificationConfig.Set set;
    Path file;
    if (pairs != null) {
      file = pairs.list;
      set = new VerificationConfig.Pairs(file, pairs.images, Optional.ofNullable(pairs.landmarks));
    } else if (bin != null) {
      file = bin;
      set = new VerificationConfig.Bin(file);
    } else {
      throw new IllegalStateException("neither --pairs nor --bin");
    }
    return new MeasuringSet(name(file), Sources.pairs(set));
  }

  /** Of {@code pairsDevTest.txt}, {@code pairsdevtest}. */
  private static String name(Path file) {
    return String.valueOf(file.getFileName())
        .replaceFirst("\\.[^.]*$", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceFirst("^-", "");
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
