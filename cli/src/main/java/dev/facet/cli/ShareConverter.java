package dev.facet.cli;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 0.05} or {@code 5%}: above 0, at most 1. */
final class ShareConverter implements ITypeConverter<Double> {
  private static final Pattern SHARE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(%?)");

  @Override
  public Double convert(String value) {
    Matcher share = SHARE.matcher(value);
    if (share.matches()) {
      BigDecimal number = new BigDecimal(share.group(1));
      BigDecimal part = share.group(2).isEmpty() ? number : number.movePointLeft(2);
      if (part.signum() > 0 && part.compareTo(BigDecimal.ONE) <= 0) {
        return part.doubleValue();
      }
    }
    throw new TypeConversionException(value + " (expected: above 0, at most 1, or such as 5%)");
  }
}
