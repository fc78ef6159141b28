package dev.facet.cli;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** From which similarity on two faces are taken for one person's: one of the two is given. */
final class SimilarityRule {
  @Option(
      names = "--threshold",
      paramLabel = "T",
      converter = CosineConverter.class,
      description = "Take two faces for one person's from this cosine similarity on, -1 to 1.")
  private @Nullable Double threshold;

  @Option(
      names = "--max-far",
      paramLabel = "F",
      converter = RateConverter.class,
      description =
          "Take two faces for one person's from the similarity on at which the model takes at most"
              + " this part of the pairs of two people for one, such as 0.001; the model must be"
              + " calibrated.")
  private @Nullable Double maxFar;

  /** The cosine similarity, -1 to 1. */
  OptionalDouble threshold() {
    return threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold);
  }

  /** The rate of false accepts, above 0 and below 1. */
  OptionalDouble maxFar() {
    return maxFar == null ? OptionalDouble.empty() : OptionalDouble.of(maxFar);
  }

  /** Reads a similarity. */
  private static final class CosineConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      double cosine = Double.parseDouble(value);
      if (Math.abs(cosine) <= 1) {
        return cosine;
      }
      throw new TypeConversionException(value + " (expected: -1 to 1)");
    }
  }

  /** Reads a rate. */
  private static final class RateConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      double rate = Double.parseDouble(value);
      if (rate > 0 && rate < 1) {
        return rate;
      }
      throw new TypeConversionException(value + " (expected: above 0, below 1)");
    }
  }
}
