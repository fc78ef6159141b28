package dev.facet.cli;

import dev.facet.model.imports.ImportOptions.Size;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 96x112}: width, then height. */
final class SizeConverter implements ITypeConverter<Size> {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,3})x([1-9]\\d{0,3})");

  @Override
  public Size convert(String value) {
    Matcher size = SIZE.matcher(value);
    if (!size.matches()) {
      throw new TypeConversionException(value + " (expected: WIDTHxHEIGHT, such as 112x112)");
    }
    return new Size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
  }
}
