package dev.facet.benchmarks;

import dev.facet.trainer.backbone.Backbone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From the texts of options to values; what is out of range is refused. */
final class OptionValues {

  private static final double MOST_SECONDS = 1e8;

  private OptionValues() {}

  private static TypeConversionException refused(String text, String expected) {
    return new TypeConversionException(text + " (expected: " + expected + ")");
  }

  /** A whole number above 0. */
  static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        int value = Integer.parseInt(text);
        if (value > 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Refused below.
      }
      throw refused(text, "a whole number, 1 to " + Integer.MAX_VALUE);
    }
  }

  /** Seconds, with parts of one. */
  static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      double value = number(text, MOST_SECONDS, "a number of seconds, 0 or above");
      return Duration.ofNanos((long) (value * Duration.ofSeconds(1).toNanos()));
    }
  }

  /** A number, 0 or above. */
  static final class Amount implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return number(text, Double.MAX_VALUE, "a number, 0 or above");
    }
  }

  /** A part of a whole. */
  static final class Share implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return number(text, 1, "a number, 0 to 1");
    }
  }

  private static double number(String text, double most, String expected) {
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw refused(text, expected);
  }

  /** A directory that is there. */
  static final class Directory implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
      Path path = Path.of(text);
      if (!Files.isDirectory(path)) {
        throw refused(text, "a directory");
      }
      return path;
    }
  }

  /** A file that is there. */
  static final class ReadableFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
      Path path = Path.of(text);
      if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
        throw refused(text, "a file that can be read");
      }
      return path;
    }
  }

  /** The name of a backbone. */
  static final class NamedBackbone implements ITypeConverter<Backbone> {
    @Override
    public Backbone convert(String text) {
      try {
        return Backbone.named(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
