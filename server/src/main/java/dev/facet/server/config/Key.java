package dev.facet.server.config;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** One key of the configuration, such as {@code limits.max-pixels}. */
final class Key {

  private final RecordComponent component;
  private final Setting setting;
  private final ValueType type;
  private final String name;

  Key(String section, RecordComponent component) {
    this.component = component;
    this.setting = component.getAnnotation(Setting.class);
    this.type = ValueType.of(component.getType());
    this.name = section + "." + simpleName();
  }

  String name() {
    return name;
  }

  /** The name inside its section: {@code max-pixels}. */
  String simpleName() {
    return !setting.name().isEmpty()
        ? setting.name()
        : component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** The environment variable that sets this key: {@code FACET_LIMITS_MAX_PIXELS}. */
  String environmentName() {
    return "FACET_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  ValueType type() {
    return type;
  }

  String defaultText() {
    return setting.defaultValue();
  }

  /** What values are allowed, in words. */
  String expected() {
    if (!setting.min().isEmpty()) {
      return type.format(type.parse(setting.min()))
          + " to "
          + type.format(type.parse(setting.max()));
    }
    return setting.expected().isEmpty() ? type.description() : setting.expected();
  }

  /**
   * Reads a value and checks it.
   *
   * @param where the name under which it was set, for the message
   */
  Object parse(String where, String text) {
    Object value;
    try {
      value = type.parse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      String form = type.description();
      String range = expected();
      throw BadConfigException.of(
          where, text, form.equals(range) || isNumber() ? range : form + ", " + range);
    }
    check(where, value);
    return value;
  }

  /** Refuses a value that is not allowed. */
  void check(String where, Object value) {
    boolean allowed =
        setting.min().isEmpty()
            ? matches(ValueType.texts(value))
            : compare(setting.min(), value) <= 0 && compare(setting.max(), value) >= 0;
    if (!allowed) {
      throw BadConfigException.of(where, type.format(value), expected());
    }
  }

  /** The value that a section's record has for this key. */
  Object valueIn(Record section) {
    try {
      return component.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record without its accessor: " + name, e);
    }
  }

  /** A list may be empty only where that is its default. */
  private boolean matches(List<String> texts) {
    return texts.stream().allMatch(text -> Pattern.matches(setting.pattern(), text))
        && !(texts.isEmpty() && !setting.defaultValue().isEmpty());
  }

  private boolean isNumber() {
    return type == ValueType.INTEGER || type == ValueType.LONG;
  }

  @SuppressWarnings("unchecked") // Both sides are of this key's type, which is comparable.
  private int compare(String bound, Object value) {
    return ((Comparable<Object>) type.parse(bound)).compareTo(value);
  }
}
