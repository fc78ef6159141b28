package dev.facet.model.engine;

import static java.util.stream.Collectors.joining;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A network of all that passes rewrite, with seeded random weights. Input and output are those of
 * {@link TinyModel}.
 */
final class SmallNetwork {

  private static final int CHANNELS = 16;
  private static final int GROUPS = 8;
  private static final int LENGTH = 7;

  private final TinyModel tiny = new TinyModel(1);
  private final List<SymbolNode> nodes = new ArrayList<>();
  private final Map<String, FloatTensor> weights = new LinkedHashMap<>();
  private final Random random = new Random(1);
  private final SymbolGraph graph;

  /** A network with every kind of PReLU. */
  SmallNetwork() {
    this("identity", CHANNELS);
  }

  /**
   * A network whose first PReLU is unusual.
   *
   * @param ofSlopes the operator that gives its slopes, from a parameter
   * @param slopeCount of that parameter: 1 for all channels, or one for each of the 16
   */
  SmallNetwork(String ofSlopes, int slopeCount) {
    int data = add(SymbolNode.variable("data"));
    int at = op("_mul_scalar", "smaller", Map.of("scalar", "0.3"), data);
    at = convolution("conv1", at, 3, "(4, 4)", 1);
    at = batchNorm("conv1_norm", at, CHANNELS, "False");
    at = op("_maximum_scalar", "above", Map.of("scalar", "0"), at);
    at = op("_minimum_scalar", "below", Map.of("scalar", "6"), at);
    at = convolution("conv2", at, CHANNELS, "(4, 4)", 1);
    at = batchNorm("conv2_norm", at, CHANNELS, "False");
    int slopes = parameter("arg:steep_gamma", -0.3, 1.5, slopeCount);
    at = prelu("steep", at, op(ofSlopes, "steep_slopes", Map.of(), slopes));
    at = convolution("conv3", at, 1, "(1, 1)", CHANNELS);
    int block = prelu("flat", at, parameter("arg:flat_gamma", -0.3, 1, CHANNELS));
    at = convolution("conv4", block, CHANNELS / GROUPS, "(1, 1)", GROUPS);
    at = op("elemwise_add", "sum", Map.of(), at, block);
    at = batchNorm("before", at, CHANNELS, "False");
    at = op("Dropout", "dropout", Map.of("p", "0.4"), at);
    int features = CHANNELS * LENGTH * LENGTH;
    int weight = parameter("arg:fc1_weight", -0.1, 0.1, TinyModel.DIMENSION, features);
    int doubled = op("_mul_scalar", "fc1_doubled", Map.of("scalar", "2"), weight);
    int bias = parameter("arg:fc1_bias", -0.1, 0.1, TinyModel.DIMENSION);
    Map<String, String> dense = Map.of("num_hidden", Integer.toString(TinyModel.DIMENSION));
    at = op("FullyConnected", "dense", dense, at, doubled, bias);
    at = batchNorm("fc1", at, TinyModel.DIMENSION, "True");
    graph = new SymbolGraph(nodes, List.of(Entry.of(at)), SymbolGraph.CURRENT_VERSION);
  }

  SymbolGraph graph() {
    return graph;
  }

  /** The values of the parameters, by the names of variables. */
  Map<String, FloatTensor> parameters() {
    Map<String, FloatTensor> parameters = new HashMap<>();
    weights.forEach((name, value) -> parameters.put(name.substring("arg:".length()), value));
    return parameters;
  }

  /** Adds the same to every value of an array. */
  void shift(String name, float by) {
    float[] values = Objects.requireNonNull(weights.get(name), name).values();
    for (int i = 0; i < values.length; i++) {
      values[i] += by;
    }
  }

  /** Publishes these weights with a graph that takes them. */
  ModelBundle publish(Path repository, SymbolGraph symbol) throws IOException {
    Path symbolFile = Files.writeString(repository.resolve("symbol.json"), symbol.toJson());
    Path params = repository.resolve("weights.params");
    ParamsFile.write(params, weights);
    Manifest manifest = tiny.manifest();
    return new ModelRepository(repository)
        .publish("small", OptionalLong.empty(), manifest, symbolFile, params);
  }

  private int prelu(String name, int input, int slopes) {
    return op("LeakyReLU", name, Map.of("act_type", "prelu"), input, slopes);
  }

  private int convolution(String name, int input, int channels, String stride, int groups) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("kernel", "(3, 3)");
    attributes.put("pad", "(1, 1)");
    attributes.put("stride", stride);
    attributes.put("num_filter", Integer.toString(CHANNELS));
    attributes.put("num_group", Integer.toString(groups));
    double range = 1 / Math.sqrt(channels);
    int weight = parameter("arg:" + name + "_weight", -range, range, CHANNELS, channels, 3, 3);
    int bias = parameter("arg:" + name + "_bias", -1, 1, CHANNELS);
    return op("Convolution", name, attributes, input, weight, bias);
  }

  private int batchNorm(String name, int input, int channels, String fixed) {
    return op(
        "BatchNorm",
        name,
        Map.of("fix_gamma", fixed, "eps", "0.01"),
        input,
        parameter("arg:" + name + "_gamma", 0.5, 2, channels),
        parameter("arg:" + name + "_beta", -1, 1, channels),
        parameter("aux:" + name + "_moving_mean", -1, 1, channels),
        parameter("aux:" + name + "_moving_var", 0.5, 2, channels));
  }

  /** A variable with values of a range, which its name in the file names. */
  private int parameter(String fileName, double from, double to, int... dims) {
    float[] values = new float[Math.toIntExact(TensorShape.of(dims).elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (from + random.nextDouble() * (to - from));
    }
    weights.put(fileName, new FloatTensor(TensorShape.of(dims), values));
    String shape = Arrays.stream(dims).mapToObj(dim -> dim + ",").collect(joining("", "(", ")"));
    String name = fileName.substring("arg:".length());
    return add(new SymbolNode("null", name, Map.of("__shape__", shape), List.of()));
  }

  private int op(String op, String name, Map<String, String> attributes, int... inputs) {
    List<Entry> entries = Arrays.stream(inputs).mapToObj(Entry::of).toList();
    return add(new SymbolNode(op, name, attributes, entries));
  }

  private int add(SymbolNode node) {
    nodes.add(node);
    return nodes.size() - 1;
  }
}
