package dev.facet.model.symbol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An operator's attributes as values: MXNet writes all of them as Python text. */
final class OpAttributes {
  /** An integer, as Python 2 writes a long ({@code 3L}) or not. */
  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,9}(?=L?\\b)");

  private final SymbolNode node;

  OpAttributes(SymbolNode node) {
    this.node = node;
  }

  String text(String key, String absent) {
    return node.attributes().getOrDefault(key, absent);
  }

  boolean flag(String key) {
    String value = text(key, "False");
    return value.equalsIgnoreCase("true") || value.equals("1");
  }

  int integer(String key, int absent) {
    List<Integer> values = integers(key);
    return values == null || values.size() != 1 ? absent : values.get(0);
  }

  /** A tuple such as {@code (3, 3)}; {@code count} times {@code absent} if there is none. */
  List<Integer> tuple(String key, int count, int absent) {
    List<Integer> values = integers(key);
    return values == null || values.isEmpty() ? Collections.nCopies(count, absent) : values;
  }

  /** All integers of a value, null if the attribute is absent. */
  @Nullable List<Integer> integers(String key) {
    String value = node.attributes().get(key);
    if (value == null) {
      return null;
    }
    List<Integer> integers = new ArrayList<>();
    Matcher matcher = INTEGER.matcher(value);
    while (matcher.find()) {
      integers.add(Integer.valueOf(matcher.group()));
    }
    return integers;
  }
}
