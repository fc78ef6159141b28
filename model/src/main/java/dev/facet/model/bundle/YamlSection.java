package dev.facet.model.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a YAML file, read key by key. Every getter refuses a value of another type or
 * range with the key's path; {@link #refuseUnknownKeys} refuses what no getter asked for.
 */
final class YamlSection {
  private final Path file;
  private final String path;
  private final JsonNode node;
  private final Set<String> known = new LinkedHashSet<>();

  YamlSection(Path file, String path, JsonNode node) throws BadBundleException {
    this.file = file;
    this.path = path;
    this.node = node;
    if (!node.isObject() && !node.isMissingNode()) {
      throw new BadBundleException(file, path, node, "a mapping of keys to values");
    }
  }

  /** The mapping under a key; an empty one where the key is absent. */
  YamlSection section(String key) throws BadBundleException {
    known.add(key);
    return new YamlSection(file, pathOf(key), node.path(key));
  }

  String text(String key, @Nullable String absent) throws BadBundleException {
    JsonNode value = value(key);
    if (value == null && absent != null) {
      return absent;
    }
    if (value == null || !value.isTextual() || (value.textValue().isEmpty() && absent == null)) {
      throw bad(key, value, "text");
    }
    return value.textValue();
  }

  int integer(String key, int least, int greatest) throws BadBundleException {
    JsonNode value = value(key);
    if (value == null
        || !value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > greatest) {
      throw bad(key, value, least + " to " + greatest);
    }
    return value.intValue();
  }

  boolean flag(String key, boolean absent) throws BadBundleException {
    JsonNode value = value(key);
    if (value == null) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw bad(key, value, "true or false");
    }
    return value.booleanValue();
  }

  /** A constant of an enum by its name in the file. */
  <E extends Enum<E>> E choice(String key, E absent, Function<E, String> name)
      throws BadBundleException {
    JsonNode value = value(key);
    if (value == null) {
      return absent;
    }
    List<String> names = new ArrayList<>();
    for (E constant : absent.getDeclaringClass().getEnumConstants()) {
      if (value.isTextual() && name.apply(constant).equals(value.textValue())) {
        return constant;
      }
      names.add(name.apply(constant));
    }
    throw bad(key, value, "one of " + String.join(", ", names));
  }

  /** One number for each of {@code count} channels: a list of them, or one number for all. */
  List<Float> channelValues(String key, int count, float absent, boolean positive)
      throws BadBundleException {
    JsonNode value = value(key);
    Float[] values = new Float[count];
    Arrays.fill(values, absent);
    if (value != null && value.isNumber()) {
      Arrays.fill(values, value.floatValue());
    } else if (value != null) {
      for (int i = 0; i < count; i++) {
        values[i] = value.path(i).isNumber() ? value.path(i).floatValue() : Float.NaN;
      }
    }
    boolean wrong = value != null && !value.isNumber() && value.size() != count;
    for (float v : values) {
      wrong |= !Float.isFinite(v) || (positive && v <= 0);
    }
    if (wrong) {
      String kind = positive ? "finite number above 0" : "finite number";
      throw bad(key, value, "a " + kind + ", or a list of " + count + ", one a channel");
    }
    return List.of(values);
  }

  /** A mapping from free keys to scalars, as text. */
  Map<String, String> texts(String key) throws BadBundleException {
    YamlSection section = section(key);
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : section.node.properties()) {
      if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
        throw section.bad(entry.getKey(), entry.getValue(), "text or a number");
      }
      texts.put(entry.getKey(), entry.getValue().asText());
    }
    return Collections.unmodifiableMap(texts);
  }

  /** A mapping from free keys to finite numbers. */
  Map<String, Double> numbers(String key) throws BadBundleException {
    YamlSection section = section(key);
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : section.node.properties()) {
      if (!entry.getValue().isNumber() || !Double.isFinite(entry.getValue().doubleValue())) {
        throw section.bad(entry.getKey(), entry.getValue(), "a finite number");
      }
      numbers.put(entry.getKey(), entry.getValue().doubleValue());
    }
    return Collections.unmodifiableMap(numbers);
  }

  void refuseUnknownKeys() throws BadBundleException {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        throw bad(
            entry.getKey(), entry.getValue(), "no such key; known are " + String.join(", ", known));
      }
    }
  }

  BadBundleException bad(String key, @Nullable Object value, String expected) {
    return new BadBundleException(file, pathOf(key), value, expected);
  }

  private @Nullable JsonNode value(String key) {
    known.add(key);
    return node.get(key);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
