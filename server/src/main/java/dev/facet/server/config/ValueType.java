package dev.facet.server.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How the values of one Java type are read and written, and what they are called. */
enum ValueType {
  INTEGER(int.class, "a whole number") {
    @Override
    Object parse(String text) {
      return Integer.valueOf(text.strip());
    }
  },
  LONG(long.class, "a whole number") {
    @Override
    Object parse(String text) {
      return Long.valueOf(text.strip());
    }
  },
  BOOLEAN(boolean.class, "true or false") {
    @Override
    Object parse(String text) {
      return switch (text.strip()) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("not a truth value: " + text);
      };
    }
  },
  TEXT(String.class, "a text") {
    @Override
    Object parse(String text) {
      return text.strip();
    }
  },
  DURATION(Duration.class, "a duration such as 20ms, 30s, 5m or 1h") {
    @Override
    Object parse(String text) {
      return DurationText.parse(text);
    }

    @Override
    String format(Object value) {
      return DurationText.format((Duration) value);
    }
  },
  SIZE(ByteSize.class, "a size such as 8 KiB or 16 MiB") {
    @Override
    Object parse(String text) {
      return ByteSize.parse(text);
    }
  },
  LIST(List.class, "a list") {
    @Override
    Object parse(String text) {
      return text.isBlank()
          ? List.of()
          : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    @Override
    String format(Object value) {
      return String.join(",", texts(value));
    }
  };

  private final Class<?> type;
  private final String description;

  ValueType(Class<?> type, String description) {
    this.type = type;
    this.description = description;
  }

  static ValueType of(Class<?> type) {
    return Arrays.stream(values())
        .filter(candidate -> candidate.type == type)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no configuration type: " + type));
  }

  /** The values of a text (one) or of a list (its elements), as texts. */
  static List<String> texts(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(value.toString());
  }

  /** Reads a value; a {@link RuntimeException} means that the text is none of this type. */
  abstract Object parse(String text);

  /** Writes a value so that {@link #parse} reads it back. */
  String format(Object value) {
    return value.toString();
  }

  String description() {
    return description;
  }
}
