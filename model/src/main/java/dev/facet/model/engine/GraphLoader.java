package dev.facet.model.engine;

import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.util.PairList;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.WeightedGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Brings a network into the engine, holding manifest, symbol and parameters against each other. */
final class GraphLoader {

  private final NetworkSource source;
  private final MxNDManager manager;
  private final Lanes lanes;
  private final Compilation compilation;
  private final Manifest.Input input;
  private final Shape itemShape;

  /** How a graph is compiled. */
  enum Compilation {
    /** As it is. */
    PLAIN(InferenceGraph.MAX_BATCH),
    /** As it is, in the batches of a GPU. */
    PLAIN_ON_GPU(InferenceGraph.MAX_GPU_BATCH),
    /** As it is, for one face at a time. */
    PLAIN_ALONE(1),
    /** Convolutions with what follows them, and fully connected layers, as oneDNN fuses them. */
    FUSED(InferenceGraph.MAX_BATCH),
    /** As it is: it was fused before it was quantised. */
    QUANTIZED(InferenceGraph.MAX_QUANTIZED_BATCH);

    private final int maxBatch;

    Compilation(int maxBatch) {
      this.maxBatch = maxBatch;
    }
  }

  private GraphLoader(
      NetworkSource source, MxNDManager manager, Lanes lanes, Compilation compilation) {
    this.source = source;
    this.manager = manager;
    this.lanes = lanes;
    this.compilation = compilation;
    input = source.input();
    itemShape = new Shape(input.channels().count(), input.height(), input.width());
  }

  /**
   * Loads a graph with the bundle's parameters.
   *
   * @param source the network as it was published
   * @param network its graph, perhaps rewritten; its published parameters are not looked at, those
   *     of the file are read instead
   * @param compilation what is to be made of it
   * @param step runs before each batch size is planned; what it throws ends the load
   * @throws BadBundleException if the files or the manifest contradict each other
   * @throws IllegalArgumentException if the device is not there
   */
  static InferenceGraph load(
      NetworkSource source,
      WeightedGraph network,
      ComputeDevice device,
      Compilation compilation,
      Runnable step)
      throws BadBundleException {
    MxNDManager manager = EngineRuntime.newManager(device);
    try {
      InferenceGraph loaded =
          new GraphLoader(source, manager, Lanes.of(device), compilation).load(network);
      loaded.plan(step);
      return loaded;
    } catch (Throwable failed) {
      manager.close();
      throw failed;
    }
  }

  private InferenceGraph load(WeightedGraph network) throws BadBundleException {
    requireInput(network.graph());
    Symbol symbol = symbol(guarded(network.graph()));
    Map<String, Shape> shapes = inferShapes(symbol);
    requireValues(
        Arrays.stream(symbol.getOutputNames()).map(name -> shapeOf(name, shapes)).toList());
    MxSymbolBlock block = new MxSymbolBlock(manager, compiled(symbol));
    List<Parameter> parameters = new ArrayList<>(block.getAllParameters());
    parameters.removeIf(parameter -> parameter.getName().equals(input.name()));
    Map<String, TensorShape> expected = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      expected.put(parameter.getName(), tensorShape(shapeOf(parameter.getName(), shapes)));
    }
    BundleParameters files = new BundleParameters(source.params(), network.computed());
    files.require(expected);
    files.set(parameters, manager);
    return new InferenceGraph(manager, lanes, block, input.name(), itemShape, compilation.maxBatch);
  }

  private void requireInput(SymbolGraph graph) throws BadBundleException {
    List<String> arguments = graph.arguments();
    if (!arguments.contains(input.name())) {
      throw badManifest(
          "input.name",
          input.name(),
          "an argument of the symbol; its first is " + arguments.get(0));
    }
  }

  /** On a GPU there is one lane, and nobody to share scratch memory with. */
  private SymbolGraph guarded(SymbolGraph graph) {
    return compilation == Compilation.PLAIN_ON_GPU ? graph : GraphEnds.guarded(graph, input.name());
  }

  private Symbol symbol(SymbolGraph graph) throws BadBundleException {
    try {
      return Symbol.loadJson(manager, graph.toJson());
    } catch (EngineException e) {
      throw new BadBundleException(source.symbol(), "MXNet refuses it: " + firstLine(e), e);
    }
  }

  /** The fused symbol has the variables of the other, by the same names. */
  private Symbol compiled(Symbol symbol) {
    return compilation == Compilation.FUSED
        ? symbol.optimizeFor("MKLDNN", manager.getDevice())
        : symbol;
  }

  private Map<String, Shape> inferShapes(Symbol symbol) throws BadBundleException {
    Shape one = new Shape(1).addAll(itemShape);
    PairList<String, Shape> known = new PairList<>();
    known.add(input.name(), one);
    try {
      return symbol.inferShape(known);
    } catch (EngineException | IllegalArgumentException e) {
      throw new BadBundleException(
          source.symbol(), "takes no input of " + text(one) + ": " + firstLine(e), e);
    }
  }

  private void requireValues(List<Shape> outputs) throws BadBundleException {
    boolean oneItem =
        outputs.stream().allMatch(output -> output.dimension() > 0 && output.get(0) == 1);
    long values = outputs.stream().mapToLong(Shape::size).sum();
    if (!oneItem || values != source.values()) {
      String shapes = outputs.stream().map(GraphLoader::text).collect(Collectors.joining(", "));
      throw badManifest(
          "output.dimension",
          source.values(),
          values + ", since the symbol gives " + shapes + " for one face");
    }
  }

  private BadBundleException badManifest(String key, Object value, String expected) {
    return new BadBundleException(
        source.bundle().directory().resolve(ManifestFile.NAME), key, value, expected);
  }

  private static Shape shapeOf(String name, Map<String, Shape> shapes) {
    return Objects.requireNonNull(shapes.get(name), name);
  }

  static TensorShape tensorShape(Shape shape) {
    return TensorShape.of(Arrays.stream(shape.getShape()).mapToInt(Math::toIntExact).toArray());
  }

  private static String text(Shape shape) {
    return tensorShape(shape).toString();
  }

  /** MXNet's messages end with a native stack trace. */
  static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
