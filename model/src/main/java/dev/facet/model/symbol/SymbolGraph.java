package dev.facet.model.symbol;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.List;

/**
 * An MXNet symbol: operators and variables in topological order, and the outputs. Immutable.
 *
 * @param nodes the nodes, each after those that it takes
 * @param heads the outputs
 * @param mxnetVersion the MXNet that wrote it, such as 10901 for 1.9.1; 0 if the file does not say.
 *     MXNet upgrades what older versions wrote.
 */
public record SymbolGraph(List<SymbolNode> nodes, List<Entry> heads, int mxnetVersion) {
  /** What this class writes. */
  public static final int CURRENT_VERSION = 10901;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Copies the lists. */
  public SymbolGraph {
    nodes = List.copyOf(nodes);
    heads = List.copyOf(heads);
  }

  /** The symbol as MXNet's own JSON. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode nodeArray = root.putArray("nodes");
    ArrayNode variables = root.putArray("arg_nodes");
    for (int i = 0; i < nodes.size(); i++) {
      SymbolNode node = nodes.get(i);
      ObjectNode object = nodeArray.addObject().put("op", node.op()).put("name", node.name());
      if (!node.attributes().isEmpty()) {
        ObjectNode attributes = object.putObject("attrs");
        node.attributes().forEach(attributes::put);
      }
      addEntries(object.putArray("inputs"), node.inputs());
      if (node.isVariable()) {
        variables.add(i);
      }
    }
    addEntries(root.putArray("heads"), heads);
    if (mxnetVersion > 0) {
      root.putObject("attrs").putArray("mxnet_version").add("int").add(mxnetVersion);
    }
    return root.toPrettyString();
  }

  private static void addEntries(ArrayNode array, List<Entry> entries) {
    for (Entry entry : entries) {
      array.addArray().add(entry.node()).add(entry.output()).add(entry.version());
    }
  }
}
