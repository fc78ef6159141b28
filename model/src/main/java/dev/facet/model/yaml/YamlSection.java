package dev.facet.model.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a YAML file, read key by key. Every getter refuses a value of another type or
 * range with the key's path; {@link #refuseUnknownKeys} refuses what no getter asked for. Not
 * thread-safe.
 */
public final class YamlSection {
  private final Path file;
  private final String path;
  private final JsonNode node;
  private final Set<String> known = new LinkedHashSet<>();

  YamlSection(Path file, String path, JsonNode node) throws BadYamlException {
    this.file = file;
    this.path = path;
    this.node = node;
    if (!node.isObject() && !node.isMissingNode()) {
      throw new BadYamlException(file, path, node, "a mapping of keys to values");
    }
  }

  /** Whether the key is there. Asking makes it a known one. */
  public boolean has(String key) {
    return value(key) != null;
  }

  /** The keys that are there, in the order of the file. They do not become known ones. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return List.copyOf(keys);
  }

  /**
   * This mapping laid over another: its keys are added to those of the other or take their place,
   * and a mapping that both have under one key is laid over in the same way.
   *
   * @return a mapping of its own; messages name this one's file
   */
  public YamlSection over(YamlSection base) throws BadYamlException {
    return new YamlSection(file, "", laid(mapping(base.node), node));
  }

  private static ObjectNode laid(ObjectNode base, JsonNode above) {
    for (Map.Entry<String, JsonNode> entry : above.properties()) {
      JsonNode below = base.get(entry.getKey());
      base.set(
          entry.getKey(),
          below instanceof ObjectNode mapping && entry.getValue().isObject()
              ? laid(mapping, entry.getValue())
              : entry.getValue());
    }
    return base;
  }

  private static ObjectNode mapping(JsonNode node) {
    return node instanceof ObjectNode mapping
        ? mapping.deepCopy()
        : JsonNodeFactory.instance.objectNode();
  }

  /** The content of a file that says what this mapping does. */
  public byte[] bytes() {
    return YamlFile.bytes(mapping(node));
  }

  /** Which one of some keys is there; none or several are refused. */
  public String oneOf(String... keys) throws BadYamlException {
    List<String> present = Arrays.stream(keys).filter(this::has).toList();
    if (present.size() != 1) {
      throw bad(
          present.isEmpty() ? keys[0] : present.get(1),
          present.isEmpty() ? null : node.get(present.get(1)),
          "exactly one of " + String.join(", ", keys));
    }
    return present.get(0);
  }

  /** The mapping under a key; an empty one where the key is absent. */
  public YamlSection section(String key) throws BadYamlException {
    known.add(key);
    return new YamlSection(file, pathOf(key), node.path(key));
  }

  /** The mappings of a list; none where the key is absent. */
  public List<YamlSection> sections(String key) throws BadYamlException {
    List<YamlSection> sections = new ArrayList<>();
    for (JsonNode item : list(key, value(key), "a list of mappings of keys to values")) {
      sections.add(new YamlSection(file, pathOf(key) + "[" + sections.size() + "]", item));
    }
    return sections;
  }

  /**
   * A text.
   *
   * @param absent what an absent key stands for; null where it must be there, and not empty
   */
  public String text(String key, @Nullable String absent) throws BadYamlException {
    JsonNode value = value(key);
    if (value == null && absent != null) {
      return absent;
    }
    if (value == null || !value.isTextual() || (value.textValue().isEmpty() && absent == null)) {
      throw bad(key, value, "text");
    }
    return value.textValue();
  }

  /** Texts, none of them empty; none where the key is absent. */
  public List<String> textList(String key) throws BadYamlException {
    JsonNode value = value(key);
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list(key, value, "a list of texts")) {
      if (!item.isTextual() || item.textValue().isEmpty()) {
        throw bad(key, value, "a list of texts");
      }
      texts.add(item.textValue());
    }
    return List.copyOf(texts);
  }

  /** Whole numbers; none where the key is absent. */
  public List<Long> wholes(String key, long least, long greatest) throws BadYamlException {
    JsonNode value = value(key);
    String expected = "a list of numbers, each " + least + " to " + greatest;
    List<Long> numbers = new ArrayList<>();
    for (JsonNode item : list(key, value, expected)) {
      if (!isWhole(item, least, greatest)) {
        throw bad(key, value, expected);
      }
      numbers.add(item.longValue());
    }
    return List.copyOf(numbers);
  }

  private Iterable<JsonNode> list(String key, @Nullable JsonNode value, String expected)
      throws BadYamlException {
    if (value != null && !value.isArray()) {
      throw bad(key, value, expected);
    }
    return value == null ? List.of() : value;
  }

  /** A whole number that must be there. */
  public int integer(String key, int least, int greatest) throws BadYamlException {
    return (int) whole(key, null, least, greatest);
  }

  /**
   * A whole number.
   *
   * @param absent what an absent key stands for; null where it must be there
   */
  public long whole(String key, @Nullable Long absent, long least, long greatest)
      throws BadYamlException {
    JsonNode value = value(key);
    if (value == null && absent != null) {
      return absent;
    }
    if (value == null || !isWhole(value, least, greatest)) {
      throw bad(key, value, least + " to " + greatest);
    }
    return value.longValue();
  }

  private static boolean isWhole(JsonNode value, long least, long greatest) {
    return value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= least
        && value.longValue() <= greatest;
  }

  /**
   * A finite number.
   *
   * @param absent what an absent key stands for; null where it must be there
   */
  public double number(String key, @Nullable Double absent) throws BadYamlException {
    JsonNode value = value(key);
    if (value == null && absent != null) {
      return absent;
    }
    if (value == null || !value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw bad(key, value, "a finite number");
    }
    return value.doubleValue();
  }

  /** True or false. */
  public boolean flag(String key, boolean absent) throws BadYamlException {
    JsonNode value = value(key);
    if (value == null) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw bad(key, value, "true or false");
    }
    return value.booleanValue();
  }

  /** A constant of an enum by its name in kebab case. */
  public <E extends Enum<E>> E choice(String key, E absent) throws BadYamlException {
    return choice(key, absent, YamlSection::kebab);
  }

  /** A constant's name as it stands in files: {@code ARCFACE_112} is {@code arcface-112}. */
  public static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A constant of an enum by its name in the file. */
  public <E extends Enum<E>> E choice(String key, E absent, Function<E, String> name)
      throws BadYamlException {
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
  public List<Float> channelValues(String key, int count, float absent, boolean positive)
      throws BadYamlException {
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
  public Map<String, String> texts(String key) throws BadYamlException {
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
  public Map<String, Double> numbers(String key) throws BadYamlException {
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

  /**
   * Makes a value that checks itself.
   *
   * @param made throws {@link IllegalArgumentException} with a message that begins with the key
   */
  public <T> T checked(Supplier<T> made) throws BadYamlException {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new BadYamlException(file, pathOf(String.valueOf(e.getMessage())), e);
    }
  }

  /** Refuses the keys that no getter has asked for. */
  public void refuseUnknownKeys() throws BadYamlException {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        throw bad(
            entry.getKey(), entry.getValue(), "no such key; known are " + String.join(", ", known));
      }
    }
  }

  /**
   * What to throw for a value that is refused.
   *
   * @param value the value found; null if there is none
   * @param expected what would be right
   */
  public BadYamlException bad(String key, @Nullable Object value, String expected) {
    return new BadYamlException(file, pathOf(key), value, expected);
  }

  private @Nullable JsonNode value(String key) {
    known.add(key);
    return node.get(key);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
