package dev.facet.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of seconds, 1 or more. */
final class SecondsConverter implements ITypeConverter<Duration> {
  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,5}");

  @Override
  public Duration convert(String value) {
    if (!SECONDS.matcher(value).matches()) {
      throw new TypeConversionException(value + " (expected: 1 to 999999)");
    }
    return Duration.ofSeconds(Long.parseLong(value));
  }
}
