package dev.facet.model.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** A YAML file whose content is a mapping; a key that comes twice is refused. */
public final class YamlFile {

  private static final int MAX_BYTES = 1 << 20;

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private YamlFile() {}

  /**
   * Reads a file.
   *
   * @throws BadYamlException if it cannot be read or is no mapping
   */
  public static YamlSection read(Path file) throws BadYamlException {
    return parse(file, bytes(file));
  }

  /**
   * The content of a file, as it is.
   *
   * @throws BadYamlException if it cannot be read or is larger than 1 MiB
   */
  public static byte[] bytes(Path file) throws BadYamlException {
    // Not by its size, which a device or a file that grows does not tell.
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new BadYamlException(file, "larger than " + MAX_BYTES + " bytes (expected: YAML)");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new BadYamlException(file, "missing (expected: a YAML file)", e);
    } catch (BadYamlException e) {
      throw e;
    } catch (IOException e) {
      throw new BadYamlException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads content that is in memory.
   *
   * @param file where it is from, for messages
   * @throws BadYamlException if it is no mapping
   */
  public static YamlSection parse(Path file, byte[] yaml) throws BadYamlException {
    JsonNode tree;
    try {
      tree = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      // What is nested too deeply is refused without a place.
      String place = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new BadYamlException(file, place + reason + " (expected: YAML)", e);
    } catch (IOException e) {
      throw new BadYamlException(file, "not YAML: " + e.getMessage(), e);
    }
    if (!tree.isObject()) {
      throw new BadYamlException(file, "not a mapping (expected: keys and values)");
    }
    return new YamlSection(file, "", tree);
  }

  /**
   * A mapping that is in no file.
   *
   * @param file that messages are to name
   * @param values by key: texts, numbers, truth values, or maps of the same
   */
  public static YamlSection of(Path file, Map<String, ?> values) throws BadYamlException {
    return new YamlSection(file, "", YAML.valueToTree(values));
  }

  /** The content of a file that says what a tree does. */
  public static byte[] bytes(ObjectNode tree) {
    try {
      return YAML.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree in memory is always written", e);
    }
  }
}
