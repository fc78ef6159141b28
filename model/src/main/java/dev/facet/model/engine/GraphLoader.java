package dev.facet.model.engine;

import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.util.PairList;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.bundle.ModelBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Brings a bundle into the engine, holding manifest, symbol and parameters against each other. */
final class GraphLoader {

  private final ModelBundle bundle;
  private final MxNDManager manager;
  private final Manifest.Input input;
  private final Shape itemShape;

  private GraphLoader(ModelBundle bundle, MxNDManager manager) {
    this.bundle = bundle;
    this.manager = manager;
    input = bundle.manifest().input();
    itemShape = new Shape(input.channels().count(), input.height(), input.width());
  }

  /**
   * Loads a graph with the bundle's parameters.
   *
   * @param json the symbol, cut to the one output that is the embedding
   * @throws BadBundleException if the files or the manifest contradict each other
   * @throws IllegalArgumentException if the device is not there
   */
  static InferenceGraph load(ModelBundle bundle, String json, ComputeDevice device)
      throws BadBundleException {
    MxNDManager manager = EngineRuntime.newManager(device);
    try {
      return new GraphLoader(bundle, manager).load(json);
    } catch (Throwable failed) {
      manager.close();
      throw failed;
    }
  }

  private InferenceGraph load(String json) throws BadBundleException {
    Symbol symbol = symbol(json);
    requireInput(symbol);
    Map<String, Shape> shapes = inferShapes(symbol);
    requireDimension(shapeOf(symbol.getOutputNames()[0], shapes));
    MxSymbolBlock block = new MxSymbolBlock(manager, symbol);
    setParameters(block, shapes);
    return new InferenceGraph(manager, block, input.name(), itemShape);
  }

  private Symbol symbol(String json) throws BadBundleException {
    try {
      return Symbol.loadJson(manager, json).get(bundle.manifest().output().name());
    } catch (EngineException e) {
      throw new BadBundleException(bundle.symbol(), "MXNet refuses it: " + firstLine(e), e);
    }
  }

  private void requireInput(Symbol symbol) throws BadBundleException {
    List<String> arguments = Arrays.asList(symbol.getArgNames());
    if (!arguments.contains(input.name())) {
      throw badManifest(
          "input.name",
          input.name(),
          "an argument of the symbol; its first is " + arguments.get(0));
    }
  }

  private Map<String, Shape> inferShapes(Symbol symbol) throws BadBundleException {
    PairList<String, Shape> one = new PairList<>();
    one.add(input.name(), new Shape(1).addAll(itemShape));
    try {
      return symbol.inferShape(one);
    } catch (EngineException | IllegalArgumentException e) {
      throw new BadBundleException(
          bundle.symbol(), "takes no input of shape " + one.valueAt(0) + ": " + firstLine(e), e);
    }
  }

  private void requireDimension(Shape output) throws BadBundleException {
    int declared = bundle.manifest().output().dimension();
    if (output.get(0) != 1 || output.size() != declared) {
      throw badManifest(
          "output.dimension",
          declared,
          output.size() + ", for the output is " + output + " for one face");
    }
  }

  private void setParameters(MxSymbolBlock block, Map<String, Shape> shapes)
      throws BadBundleException {
    Map<String, NDArray> arrays = arrays();
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : block.getAllParameters()) {
      String name = parameter.getName();
      if (name.equals(input.name())) {
        continue;
      }
      Shape expected = shapeOf(name, shapes);
      NDArray array = arrays.remove(name);
      if (array == null) {
        missing.add(name);
      } else if (!array.getShape().equals(expected)) {
        throw new BadBundleException(bundle.params(), name, array.getShape(), expected.toString());
      } else {
        parameter.setArray(array);
      }
    }
    if (!missing.isEmpty()) {
      throw new BadBundleException(
          bundle.params(), "lacks " + String.join(", ", missing) + ", which the symbol takes");
    }
    // What only the cut part of the symbol took.
    arrays.values().forEach(NDArray::close);
  }

  private Map<String, NDArray> arrays() throws BadBundleException {
    Map<String, NDArray> arrays = new HashMap<>();
    try {
      for (NDArray array : manager.load(bundle.params())) {
        String name = array.getName();
        arrays.put(name.substring(name.indexOf(':') + 1), array);
      }
    } catch (EngineException e) {
      throw new BadBundleException(bundle.params(), "MXNet refuses it: " + firstLine(e), e);
    }
    return arrays;
  }

  private BadBundleException badManifest(String key, Object value, String expected) {
    return new BadBundleException(
        bundle.directory().resolve(ManifestFile.NAME), key, value, expected);
  }

  private static Shape shapeOf(String name, Map<String, Shape> shapes) {
    return Objects.requireNonNull(shapes.get(name), name);
  }

  /** MXNet's messages end with a native stack trace. */
  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
