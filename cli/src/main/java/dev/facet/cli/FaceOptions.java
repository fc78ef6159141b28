package dev.facet.cli;

import dev.facet.client.DetectOptions;
import dev.facet.client.FaceSelection;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which faces of a photo are wanted. */
class FaceOptions {
  @Option(
      names = "--select",
      paramLabel = "WHICH",
      description =
          "Which of several faces of a photo: all, the largest, or the central one, which is"
              + " nearest to the photo's middle.")
  private dev.facet.model.detection.@Nullable FaceSelection select;

  @Option(
      names = "--min-score",
      paramLabel = "S",
      converter = ScoreConverter.class,
      description = "Lowest score of a face, 0 to 1. Default: 0.5.")
  private @Nullable Double minScore;

  @Option(
      names = "--min-size",
      paramLabel = "PIXELS",
      converter = PixelsConverter.class,
      description =
          "Least length of the shorter side of a face's box. Small ones are looked for more"
              + " closely, in parts of the photo. Default: what is found in the photo as a whole.")
  private @Nullable Integer minSize;

  /**
   * What is looked for.
   *
   * @param otherwise which faces are meant where nothing is said
   */
  DetectOptions wanted(FaceSelection otherwise) {
    return new DetectOptions(
        select == null ? otherwise : FaceSelection.valueOf(select.name()),
        minScore == null ? OptionalDouble.empty() : OptionalDouble.of(minScore),
        minSize == null ? 0 : minSize,
        "",
        0);
  }

  /** Reads a score. */
  private static final class ScoreConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      double score = Double.parseDouble(value);
      if (score >= 0 && score <= 1) {
        return score;
      }
      throw new TypeConversionException(value + " (expected: 0 to 1)");
    }
  }

  /** Reads a number of pixels. */
  private static final class PixelsConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      int pixels = Integer.parseInt(value);
      if (pixels >= 0) {
        return pixels;
      }
      throw new TypeConversionException(value + " (expected: 0 or more)");
    }
  }
}
