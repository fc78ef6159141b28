package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
   * Windows that a convolution or a pooling moves over its input.
   *
   * @param height in pixels
   * @param width in pixels
   * @param stride pixels from one window to the next
   * @param padHeight rows of padding above and below the input
   * @param padWidth columns of padding left and right of it
   */
  record Window(int height, int width, int stride, int padHeight, int padWidth) {
    /** One pixel. */
    static final Window POINT = new Window(1, 1, 0);

    /** A square with the same padding on all sides. */
    Window(int size, int stride, int pad) {
      this(size, size, stride, pad, pad);
    }

    /** Three by three, padded so that stride 1 keeps the size and stride 2 halves it. */
    static Window three(int stride) {
      return same(3, stride);
    }

    /** A square of odd size, padded so that stride 1 keeps the size and stride 2 halves it. */
    static Window same(int size, int stride) {
      return new Window(size, stride, size / 2);
    }

    /** Part of a row, of odd length, padded so that it keeps the size. */
    static Window row(int length) {
      return new Window(1, length, 1, 0, length / 2);
    }

    /** Part of a column, of odd length, padded so that it keeps the size. */
    static Window column(int length) {
      return new Window(length, 1, 1, length / 2, 0);
    }
  }

  /** The input {@code data}, N x C x H x W with values 0 to 255, brought to -1 to 1. */
  Entry pixels() {
    Entry data = add(SymbolNode.variable(Backbone.INPUT));
    Entry centred = operator("_minus_scalar", "_minusscalar0", Map.of("scalar", "127.5"), data);
    return scaled("_mulscalar0", centred, 0.0078125);
  }

  /**
   * A convolution without bias: batch norm follows, which has one.
   *
   * @param filters channels of the output
   * @param groups parts of equal size that the channels are split into; 1 for a full convolution,
   *     as many as channels for a depthwise one
   */
  Entry convolution(String name, Entry input, Window window, int filters, int groups) {
    Map<String, String> attributes = convolution(window, filters, groups);
    attributes.put("no_bias", "True");
    return operator("Convolution", name, attributes, input, "weight");
  }

  /** A full convolution with a bias, where no batch norm follows. */
  Entry biased(String name, Entry input, Window window, int filters) {
    Map<String, String> attributes = convolution(window, filters, 1);
    attributes.put("no_bias", "False");
    return operator("Convolution", name, attributes, input, "weight", "bias");
  }

  private static Map<String, String> convolution(Window window, int filters, int groups) {
    Map<String, String> attributes = attributes(window);
    attributes.put("num_filter", Integer.toString(filters));
    attributes.put("num_group", Integer.toString(groups));
    return attributes;
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

  /**
   * Batch norm.
   *
   * @param fixedScale whether its scale stays at 1
   */
  Entry batchNorm(String name, Entry input, double epsilon, boolean fixedScale) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("eps", Double.toString(epsilon));
    attributes.put("fix_gamma", fixedScale ? "True" : "False");
    attributes.put("momentum", MOMENTUM);
    return operator(
        "BatchNorm", name, attributes, input, "gamma", "beta", "moving_mean", "moving_var");
  }

  /**
   * Normalises each value by those of the neighbouring channels at its place: x / (1 + alpha / 5
   * sum x²)^beta over five channels, with the alpha 1e-4 and the beta 0.75 of GoogLeNet in Caffe
   * (after Krizhevsky et al., 2012, section 3.3).
   */
  Entry localNorm(String name, Entry input) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("alpha", "0.0001");
    attributes.put("beta", "0.75");
    attributes.put("knorm", "1");
    attributes.put("nsize", "5");
    return operator("LRN", name, attributes, input);
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

  /** Multiplies by a constant. */
  Entry scaled(String name, Entry input, double factor) {
    return operator("_mul_scalar", name, Map.of("scalar", Double.toString(factor)), input);
  }

  /** The sum of two tensors of one shape. */
  Entry sum(Entry a, Entry b) {
    String name = "_plus" + sums++;
    return add(new SymbolNode("elemwise_add", name, Map.of(), List.of(a, b)));
  }

  /** The channels of several tensors, one after the other. */
  Entry concatenated(String name, Entry... inputs) {
    Map<String, String> attributes =
        Map.of("dim", "1", "num_args", Integer.toString(inputs.length));
    return add(new SymbolNode("Concat", name, attributes, List.of(inputs)));
  }

  /** The largest value of each window; windows that would reach beyond the padding are left out. */
  Entry maxPool(String name, Entry input, Window window) {
    return pooled(name, input, window, Map.of("pool_type", "max"));
  }

  /** The largest value of each window, also of those that lie partly outside, as Caffe has it. */
  Entry maxPoolToTheEdge(String name, Entry input, Window window) {
    return pooled(name, input, window, Map.of("pool_type", "max", "pooling_convention", "full"));
  }

  /** The root of the mean square of each window: L2 pooling, over the root of the window's area. */
  Entry meanSquarePool(String name, Entry input, Window window) {
    Entry root = pooled(name, input, window, Map.of("pool_type", "lp", "p_value", "2"));
    return scaled(name + "_mean", root, 1 / Math.sqrt((double) window.height() * window.width()));
  }

  private Entry pooled(String name, Entry input, Window window, Map<String, String> kind) {
    Map<String, String> attributes = attributes(window);
    attributes.putAll(kind);
    return operator("Pooling", name, attributes, input);
  }

  /** The mean of each channel. */
  Entry averagePool(String name, Entry input) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("global_pool", "True");
    attributes.put("kernel", "(1, 1)");
    attributes.put("pool_type", "avg");
    return operator("Pooling", name, attributes, input);
  }

  /**
   * Fully connected with maxout (Goodfellow et al., 2013): each unit is the larger of two linear
   * ones, {@code x_first} and {@code x_second} of a layer x.
   */
  Entry maxout(String name, Entry input, int units) {
    Entry first = dense(name + "_first", input, units);
    Entry second = dense(name + "_second", input, units);
    return add(new SymbolNode("_maximum", name, Map.of(), List.of(first, second)));
  }

  private Entry dense(String name, Entry input, int units) {
    Map<String, String> attributes = Map.of("num_hidden", Integer.toString(units));
    return operator("FullyConnected", name, attributes, input, "weight", "bias");
  }

  /**
   * Ends the graph as all of InsightFace's do: fully connected, then batch norm whose scale stays
   * at 1. The output is {@link Backbone#OUTPUT}.
   *
   * @param dimension number of values of an embedding
   */
  SymbolGraph embedding(Entry input, int dimension) {
    return graph(batchNorm("fc1", dense("pre_fc1", input, dimension), EMBEDDING_EPSILON, true));
  }

  /**
   * Ends the graph fully connected, without batch norm. The output is {@link Backbone#OUTPUT}.
   *
   * @param dimension number of values of an embedding
   */
  SymbolGraph plainEmbedding(Entry input, int dimension) {
    return graph(dense("fc1", input, dimension));
  }

  private SymbolGraph graph(Entry head) {
    return new SymbolGraph(nodes, List.of(head), SymbolGraph.CURRENT_VERSION);
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

  private static Map<String, String> attributes(Window window) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("kernel", pair(window.height(), window.width()));
    attributes.put("pad", pair(window.padHeight(), window.padWidth()));
    attributes.put("stride", pair(window.stride(), window.stride()));
    return attributes;
  }

  private static String pair(int first, int second) {
    return "(" + first + ", " + second + ")";
  }
}
