package dev.facet.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the number of a version, 1 or above. */
final class VersionConverter implements ITypeConverter<Long> {
  private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,17}");

  @Override
  public Long convert(String value) {
    if (!VERSION.matcher(value).matches()) {
      throw new TypeConversionException(value + " (expected: a number, 1 or above)");
    }
    return Long.valueOf(value);
  }
}
