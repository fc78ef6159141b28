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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A network of all that passes rewrite, with seeded random weights: a convolution with batch norm
 * and ReLU6 as two bounds, one with PReLU, one that is added to what it takes, and a fully
 * connected layer that takes images. Input and output are those of {@link TinyModel}.
 */
final class SmallNetwork {

  private static final int CHANNELS = 16;
  private static final int LENGTH = 7;

  private final TinyModel tiny = new TinyModel(1);
  private final List<SymbolNode> nodes = new ArrayList<>();
  private final Map<String, FloatTensor> weights = new LinkedHashMap<>();
  private final Random random = new Random(1);
  private final SymbolGraph graph;

  SmallNetwork() {
    this(CHANNELS);
  }

  /**
   * A network.
   *
   * @param slopeCount of PReLU: 1 for all channels, or one for each of the 16
   */
  SmallNetwork(int slopeCount) {
    int data = add(SymbolNode.variable("data"));
    int at = convolution("conv1", data, 3, "(4, 4)");
    at = op("_maximum_scalar", "above", Map.of("scalar", "0"), at);
    at = op("_minimum_scalar", "below", Map.of("scalar", "6"), at);
    at = convolution("conv2", at, CHANNELS, "(4, 4)");
    int slopes = parameter("arg:prelu_gamma", -0.3, 1.5, slopeCount);
    int block = op("LeakyReLU", "prelu", Map.of("act_type", "prelu"), at, slopes);
    at = convolution("conv3", block, CHANNELS, "(1, 1)");
    at = op("elemwise_add", "sum", Map.of(), at, block);
    int features = CHANNELS * LENGTH * LENGTH;
    int weight = parameter("arg:fc1_weight", -0.1, 0.1, TinyModel.DIMENSION, features);
    int bias = parameter("arg:fc1_bias", -0.1, 0.1, TinyModel.DIMENSION);
    Map<String, String> dense = Map.of("num_hidden", Integer.toString(TinyModel.DIMENSION));
    at = op("FullyConnected", "fc1", dense, at, weight, bias);
    graph = new SymbolGraph(nodes, List.of(Entry.of(at)), SymbolGraph.CURRENT_VERSION);
  }

  SymbolGraph graph() {
    return graph;
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

  private int convolution(String name, int input, int channels, String stride) {
    Map<String, String> attributes =
        Map.of(
            "kernel",
            "(3, 3)",
            "pad",
            "(1, 1)",
            "stride",
            stride,
            "num_filter",
            Integer.toString(CHANNELS));
    double range = 1 / Math.sqrt(channels);
    int weight = parameter("arg:" + name + "_weight", -range, range, CHANNELS, channels, 3, 3);
    int bias = parameter("arg:" + name + "_bias", -1, 1, CHANNELS);
    int at = op("Convolution", name, attributes, input, weight, bias);
    return op(
        "BatchNorm",
        name + "_norm",
        Map.of("fix_gamma", "False"),
        at,
        parameter("arg:" + name + "_norm_gamma", 0.5, 2, CHANNELS),
        parameter("arg:" + name + "_norm_beta", -1, 1, CHANNELS),
        parameter("aux:" + name + "_norm_moving_mean", -1, 1, CHANNELS),
        parameter("aux:" + name + "_norm_moving_var", 0.5, 2, CHANNELS));
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
