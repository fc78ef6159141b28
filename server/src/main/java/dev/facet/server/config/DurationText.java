package dev.facet.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500us}, {@code 20ms}, {@code 30s}, {@code 5m}. */
final class DurationText {

  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(us|ms|s|m|h)");

  private DurationText() {}

  /** Reads a duration; {@code 0} needs no unit. */
  static Duration parse(String text) {
    String stripped = text.strip();
    if (stripped.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = FORM.matcher(stripped);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "us" -> Duration.ofNanos(Math.multiplyExact(count, 1000L));
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  /** The duration in the largest unit that states it exactly. */
  static String format(Duration duration) {
    long seconds = duration.toSeconds();
    int micros = duration.toNanosPart() / 1000;
    if (micros % 1000 != 0) {
      return seconds * 1_000_000 + micros + "us";
    }
    if (micros != 0) {
      return seconds * 1_000 + micros / 1000 + "ms";
    }
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 != 0 ? seconds / 60 + "m" : seconds / 3600 + "h";
  }
}
