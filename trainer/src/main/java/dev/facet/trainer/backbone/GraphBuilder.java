package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the graph of a face network, layer by layer, from {@link #pixels} to {@link #embedding}.
 *
 * <p>Names are those of InsightFace's symbols: a layer {@code x} has the parameters {@code
 * x_weight}, {@code x_gamma} and so on. Not thread-safe.
 */
final class GraphBuilder {
  /** MXNet's default share of a batch norm's old statistics in its new ones. */
  private static final String MOMENTUM = "0.9";

  /** What InsightFace adds to the variance of the embedding's batch norm. */
  private static final double EMBEDDING_EPSILON = 2e-5;

  private final List<SymbolNode> nodes = new ArrayList<>();
  private int sums;

  /**
   * Square windows that a convolution moves over its input.
   *
   * @param size pixels along a side
   * @param stride pixels from one window to the next
   * @param pad zeros around the input
   */
  record Window(int size, int stride, int pad) {
    /** One pixel. */
    static final Window POINT = new Window(1, 1, 0);

    /** Three by three, padded so that stride 1 keeps the size and stride 2 halves it. */
    static Window three(int stride) {
      return new Window(3, stride, 1);
    }
  }

  /** The input {@code data}, N x 3 x H x W with values 0 to 255, brought to -1 to 1. */
  Entry pixels() {
    Entry data = add(SymbolNode.variable(Backbone.INPUT));
    Entry centred = operator("_minus_scalar", "_minusscalar0", Map.of("scalar", "127.5"), data);
    return operator("_mul_scalar", "_mulscalar0", Map.of("scalar", "0.0078125"), centred);
  }

  /**
   * A convolution without bias: batch norm follows, which has one.
   *
   * @param filters channels of the output
   * @param groups parts of equal size that the channels are split into; 1 for a full convolution,
   *     as many as channels for a depthwise one
   */
  Entry convolution(String name, Entry input, Window window, int filters, int groups) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("kernel", square(window.size()));
    attributes.put("no_bias", "True");
    attributes.put("num_filter", Integer.toString(filters));
    attributes.put("num_group", Integer.toString(groups));
    attributes.put("pad", square(window.pad()));
    attributes.put("stride", square(window.stride()));
    return operator("Convolution", name, attributes, input, "weight");
  }

  /** A convolution and batch norm: {@code x_conv2d} and {@code x_batchnorm} of a layer x. */
  Entry normalized(
      String name, Entry input, Window window, int filters, int groups, double epsilon) {
    Entry convolved = convolution(name + "_conv2d", input, window, filters, groups);
    return batchNorm(name + "_batchnorm", convolved, epsilon);
  }

  /** Batch norm with a learned scale. */
  Entry batchNorm(String name, Entry input, double epsilon) {
    return batchNorm(name, input, epsilon, false);
  }

  /** PReLU with a slope a channel (He et al., Delving Deep into Rectifiers, 2015). */
  Entry prelu(String name, Entry input) {
    return operator("LeakyReLU", name, Map.of("act_type", "prelu"), input, "gamma");
  }

  /** Sets negative values to 0. */
  Entry relu(String name, Entry input) {
    return operator("Activation", name, Map.of("act_type", "relu"), input);
  }

  /** Sets this share of the values to 0 in training, and scales the others up. */
  Entry dropout(String name, Entry input, double share) {
    return operator("Dropout", name, Map.of("p", Double.toString(share)), input);
  }

  /** The sum of two tensors of one shape. */
  Entry sum(Entry a, Entry b) {
    String name = "_plus" + sums++;
    return add(new SymbolNode("elemwise_add", name, Map.of(), List.of(a, b)));
  }

  /**
   * Ends the graph as all of InsightFace's do: fully connected, then batch norm whose scale stays
   * at 1. The output is {@link Backbone#OUTPUT}.
   *
   * @param dimension number of values of an embedding
   */
  SymbolGraph embedding(Entry input, int dimension) {
    Map<String, String> units = Map.of("num_hidden", Integer.toString(dimension));
    Entry dense = operator("FullyConnected", "pre_fc1", units, input, "weight", "bias");
    Entry head = batchNorm("fc1", dense, EMBEDDING_EPSILON, true);
    return new SymbolGraph(nodes, List.of(head), SymbolGraph.CURRENT_VERSION);
  }

  private Entry batchNorm(String name, Entry input, double epsilon, boolean fixedScale) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("eps", Double.toString(epsilon));
    attributes.put("fix_gamma", fixedScale ? "True" : "False");
    attributes.put("momentum", MOMENTUM);
    return operator(
        "BatchNorm", name, attributes, input, "gamma", "beta", "moving_mean", "moving_var");
  }

  private Entry operator(
      String op, String name, Map<String, String> attributes, Entry input, String... parameters) {
    List<Entry> inputs = new ArrayList<>(List.of(input));
    for (String parameter : parameters) {
      inputs.add(add(SymbolNode.variable(name + "_" + parameter)));
    }
    return add(new SymbolNode(op, name, attributes, inputs));
  }

  private Entry add(SymbolNode node) {
    nodes.add(node);
    return Entry.of(nodes.size() - 1);
  }

  private static String square(int side) {
    return "(" + side + ", " + side + ")";
  }
}
