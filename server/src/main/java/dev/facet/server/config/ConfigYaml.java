package dev.facet.server.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The configuration as YAML: a mapping for each section, in it a value for each key. */
final class ConfigYaml {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private ConfigYaml() {}

  /** Reads the file's values by key ({@code limits.max-pixels}), as texts. */
  static Map<String, String> read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> section : mapping(file, "", parse(file)).entrySet()) {
      mapping(file, section.getKey(), section.getValue())
          .forEach(
              (key, value) -> {
                String name = section.getKey() + "." + key;
                values.put(name, text(file, name, value));
              });
    }
    return values;
  }

  /** Writes every key with its value, in the order of the sections. */
  static String write(ServerConfig config) {
    Map<String, Map<String, Object>> document = new LinkedHashMap<>();
    for (Section section : Section.all()) {
      Record record = section.in(config);
      Map<String, Object> values = new LinkedHashMap<>();
      for (Key key : section.keys()) {
        Object value = key.valueIn(record);
        values.put(
            key.simpleName(),
            switch (key.type()) {
              case DURATION, SIZE -> key.type().format(value);
              default -> value;
            });
      }
      document.put(section.name(), values);
    }
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(Path file) {
    try {
      return MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new BadConfigException(file + ": " + e.getMessage() + " (expected: YAML)", e);
    } catch (IOException e) {
      throw new BadConfigException(file + ": cannot be read (expected: a YAML file)", e);
    }
  }

  private static Map<String, JsonNode> mapping(Path file, String key, JsonNode node) {
    boolean empty = node.isMissingNode() || node.isNull();
    if (!empty && !node.isObject()) {
      throw BadConfigException.of(where(file, key), node, "a mapping");
    }
    return node.properties().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  private static String text(Path file, String key, JsonNode node) {
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false)
          .map(element -> scalar(file, key, element))
          .collect(Collectors.joining(","));
    }
    return scalar(file, key, node);
  }

  private static String scalar(Path file, String key, JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      throw BadConfigException.of(where(file, key), node, "a value");
    }
    return node.asText();
  }

  private static String where(Path file, String key) {
    return key.isEmpty() ? file.toString() : file + ": " + key;
  }
}
