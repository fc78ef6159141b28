package dev.facet.model.symbol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON of symbols. What differs between versions of MXNet: attributes lie under {@code param}
 * (0.9 and before), {@code attr} (0.10, 0.11) or {@code attrs} (since 0.12); an entry has two
 * numbers or three; and before 0.9 batch norm's statistics were no inputs, so they are added here,
 * under the names that MXNet itself gives them.
 */
final class SymbolJson {
  private static final long MAX_BYTES = 64L << 20;
  private static final String SUBGRAPHS = "subgraphs";
  private static final List<String> ATTRIBUTE_KEYS = List.of("param", "attr", "attrs");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final List<SymbolNode> nodes = new ArrayList<>();

  /** Where a node of the file is in {@link #nodes}. */
  private final List<Integer> places = new ArrayList<>();

  private SymbolJson(Path file) {
    this.file = file;
  }

  static SymbolGraph read(Path file) throws BadBundleException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new BadBundleException(
            file, "size", Files.size(file), "at most " + MAX_BYTES + " bytes");
      }
      return new SymbolJson(file).graph(JSON.readTree(Files.readAllBytes(file)));
    } catch (BadBundleException e) {
      throw e;
    } catch (JsonProcessingException e) {
      throw new BadBundleException(file, "not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BadBundleException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  static SymbolGraph parse(Path origin, String json) throws BadBundleException {
    try {
      return new SymbolJson(origin).graph(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new BadBundleException(origin, "not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private SymbolGraph graph(JsonNode root) throws BadBundleException {
    for (JsonNode node : array(root, "", "nodes")) {
      add(node, "nodes[" + places.size() + "]");
    }
    List<Entry> heads = entries(root, "", "heads");
    if (heads.isEmpty()) {
      throw new BadBundleException(file, "heads", "[]", "at least one output");
    }
    int version = root.path("attrs").path("mxnet_version").path(1).asInt(0);
    return new SymbolGraph(nodes, heads, version);
  }

  private void add(JsonNode json, String path) throws BadBundleException {
    String op = text(json, path, "op");
    String name = text(json, path, "name");
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String key : ATTRIBUTE_KEYS) {
      for (Map.Entry<String, JsonNode> attribute : json.path(key).properties()) {
        attributes.put(attribute.getKey(), attribute.getValue().asText());
      }
    }
    List<Entry> inputs = new ArrayList<>(entries(json, path + ".", "inputs"));
    SymbolNode node = new SymbolNode(op, name, attributes, inputs, subgraphs(json, path, op));
    if (node.isBatchNorm() && inputs.size() == 3) {
      for (String statistic : List.of("_moving_mean", "_moving_var")) {
        inputs.add(Entry.of(nodes.size()));
        nodes.add(SymbolNode.variable(name + statistic));
      }
      node = new SymbolNode(op, name, attributes, inputs);
    }
    places.add(nodes.size());
    nodes.add(node);
  }

  private List<SymbolGraph> subgraphs(JsonNode json, String path, String op)
      throws BadBundleException {
    List<SymbolGraph> subgraphs = new ArrayList<>();
    for (JsonNode subgraph : json.path(SUBGRAPHS)) {
      subgraphs.add(new SymbolJson(file).graph(subgraph));
    }
    if (!subgraphs.isEmpty() && !SymbolNode.isFused(op)) {
      throw new BadBundleException(file, path + "." + SUBGRAPHS, op, "no control flow");
    }
    return subgraphs;
  }

  private List<Entry> entries(JsonNode parent, String path, String key) throws BadBundleException {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : array(parent, path, key)) {
      int node = entry.path(0).asInt(-1);
      int output = entry.path(1).asInt(-1);
      if (node < 0 || node >= places.size() || output < 0) {
        throw new BadBundleException(
            file, path + key, entry, "[node, output], the node below " + places.size());
      }
      entries.add(new Entry(places.get(node), output, entry.path(2).asInt(0)));
    }
    return entries;
  }

  private JsonNode array(JsonNode parent, String path, String key) throws BadBundleException {
    JsonNode array = parent.get(key);
    if (array == null || !array.isArray()) {
      throw new BadBundleException(file, path + key, array, "an array, as in an MXNet symbol");
    }
    return array;
  }

  private String text(JsonNode parent, String path, String key) throws BadBundleException {
    JsonNode value = parent.get(key);
    if (value == null || !value.isTextual()) {
      throw new BadBundleException(file, path + "." + key, value, "text");
    }
    return value.textValue();
  }

  static String write(SymbolGraph graph) {
    return object(graph).toPrettyString();
  }

  private static ObjectNode object(SymbolGraph graph) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode nodeArray = root.putArray("nodes");
    ArrayNode variables = root.putArray("arg_nodes");
    for (int i = 0; i < graph.nodes().size(); i++) {
      SymbolNode node = graph.nodes().get(i);
      write(node, nodeArray.addObject());
      if (node.isVariable()) {
        variables.add(i);
      }
    }
    addEntries(root.putArray("heads"), graph.heads());
    if (graph.mxnetVersion() > 0) {
      root.putObject("attrs").putArray("mxnet_version").add("int").add(graph.mxnetVersion());
    }
    return root;
  }

  private static void write(SymbolNode node, ObjectNode object) {
    object.put("op", node.op()).put("name", node.name());
    if (!node.attributes().isEmpty()) {
      ObjectNode attributes = object.putObject("attrs");
      node.attributes().forEach(attributes::put);
    }
    addEntries(object.putArray("inputs"), node.inputs());
    if (!node.subgraphs().isEmpty()) {
      ArrayNode subgraphs = object.putArray(SUBGRAPHS);
      node.subgraphs().forEach(subgraph -> subgraphs.add(object(subgraph)));
    }
  }

  private static void addEntries(ArrayNode array, List<Entry> entries) {
    for (Entry entry : entries) {
      array.addArray().add(entry.node()).add(entry.output()).add(entry.version());
    }
  }
}
