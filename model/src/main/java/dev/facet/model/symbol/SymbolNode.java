package dev.facet.model.symbol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One node of a symbol: an operator, or a variable (an input or a parameter).
 *
 * @param op MXNet's name of the operator; {@code null}, the word, for a variable
 * @param name unique in the graph
 * @param attributes the operator's parameters as MXNet writes them, such as {@code kernel=(3, 3)}
 * @param inputs what flows in, in the operator's order
 * @param subgraphs what the operator was fused from: one graph for one of oneDNN's fused operators,
 *     none for the others
 */
public record SymbolNode(
    String op,
    String name,
    Map<String, String> attributes,
    List<Entry> inputs,
    List<SymbolGraph> subgraphs) {
  private static final String VARIABLE = "null";

  /** How the names of the operators begin that oneDNN fuses others into. */
  private static final String FUSED = "_sg_mkldnn_";

  private static final String FUSED_CONVOLUTION = "_sg_mkldnn_conv";

  /** And of those that turn numbers into integers of 8 bits, or compute on such integers. */
  private static final String QUANTIZE = "_contrib_quantize";

  /** More than any network has: an absurd number in a file costs no time. */
  private static final int MAX_OUTPUTS = 1024;

  /**
   * One output of one node.
   *
   * @param node index of the node in the graph
   * @param output index among the node's outputs
   * @param version how often operators have written to it before; 1 for batch norm's statistics
   */
  public record Entry(int node, int output, int version) {
    /** The first output of a node. */
    public static Entry of(int node) {
      return new Entry(node, 0, 0);
    }
  }

  /** Copies the collections. */
  public SymbolNode {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    inputs = List.copyOf(inputs);
    subgraphs = List.copyOf(subgraphs);
  }

  /** A node that was not fused from others. */
  public SymbolNode(String op, String name, Map<String, String> attributes, List<Entry> inputs) {
    this(op, name, attributes, inputs, List.of());
  }

  /** A variable without attributes. */
  public static SymbolNode variable(String name) {
    return new SymbolNode(VARIABLE, name, Map.of(), List.of());
  }

  /** Whether this is an input or a parameter rather than an operator. */
  public boolean isVariable() {
    return op.equals(VARIABLE);
  }

  /** An attribute that is one integer; {@code absent} if there is none such. */
  public int integer(String attribute, int absent) {
    return new OpAttributes(this).integer(attribute, absent);
  }

  /** An attribute that is a tuple, such as {@code (3, 3)}; empty if there is none such. */
  public List<Integer> integers(String attribute) {
    List<Integer> values = new OpAttributes(this).integers(attribute);
    return values == null ? List.of() : List.copyOf(values);
  }

  /** An attribute that is a number; {@code absent} if there is none such. */
  public double number(String attribute, double absent) {
    try {
      return Double.parseDouble(attributes.getOrDefault(attribute, ""));
    } catch (NumberFormatException e) {
      return absent;
    }
  }

  /** An attribute that is true or false; {@code absent} if there is none such. */
  public boolean flag(String attribute, boolean absent) {
    return attributes.containsKey(attribute) ? new OpAttributes(this).flag(attribute) : absent;
  }

  /** Whether this is batch norm in one of MXNet's kinds. */
  public boolean isBatchNorm() {
    return op.equals("BatchNorm") || op.equals("BatchNorm_v1") || op.endsWith("SyncBatchNorm");
  }

  /** Whether oneDNN fuses others into operators of this name. */
  static boolean isFused(String op) {
    return op.startsWith(FUSED);
  }

  /** Whether this is a convolution, alone or with what oneDNN fused into it. */
  boolean isConvolution() {
    return op.equals("Convolution") || op.equals(FUSED_CONVOLUTION);
  }

  /** Whether this turns numbers into integers of 8 bits, or computes on such integers. */
  boolean isQuantized() {
    return op.startsWith(QUANTIZE);
  }

  /** This node with other inputs. */
  public SymbolNode withInputs(List<Entry> others) {
    return new SymbolNode(op, name, attributes, others, subgraphs);
  }

  /** The activation alone if this is a softmax with a loss, else this. */
  SymbolNode withoutLoss() {
    if (!op.equals("SoftmaxOutput") || inputs.isEmpty()) {
      return this;
    }
    String mode = flag("multi_output", false) ? "channel" : "instance";
    return new SymbolNode(
        "SoftmaxActivation", name, Map.of("mode", mode), List.of(inputs.get(0)), subgraphs);
  }

  /** Inputs that the operator itself updates: the mean and the variance of batch norm. */
  List<Entry> updatedInputs() {
    return isBatchNorm() && inputs.size() == 5 ? inputs.subList(3, 5) : List.of();
  }

  /**
   * How many outputs the operator shows, but for the range of integers of 8 bits, which is no
   * graph's head.
   */
  int outputCount() {
    boolean splits = op.equals("SliceChannel") || op.equals("split");
    return splits ? Math.min(MAX_OUTPUTS, integer("num_outputs", 1)) : 1;
  }
}
