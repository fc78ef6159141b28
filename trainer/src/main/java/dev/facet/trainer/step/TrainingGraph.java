package dev.facet.trainer.step;

import ai.djl.mxnet.engine.CachedOp;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A network compiled for training. Its weights and statistics are among {@link Parameters}, under
 * the names of the symbol, and it lives as long as they do. Not thread-safe.
 */
public final class TrainingGraph {

  private static final String ARGUMENT = "arg:";
  private static final String AUXILIARY = "aux:";

  /** Names in a parameters file by names in the symbol. */
  private final Map<String, String> fileNames = new LinkedHashMap<>();

  private final Parameters parameters;
  private final MxNDArray[] arguments;
  private final int inputIndex;
  private final CachedOp compiled;

  /**
   * Compiles a network and adds its weights to the parameters.
   *
   * @param graph the symbol, whose only output is the embedding
   * @param input name of the argument that is the batch of images
   * @param weights by name as in a parameters file, {@code arg:...} and {@code aux:...}; others
   *     than the symbol's are left out; copied
   * @param freezing what stays as it is
   * @param parameters to add to
   * @throws IllegalArgumentException if the symbol has no such input, or a weight is missing
   */
  public TrainingGraph(
      SymbolGraph graph,
      String input,
      Map<String, FloatTensor> weights,
      Freezing freezing,
      Parameters parameters) {
    Ranges.require(
        graph.arguments().contains(input), "input", input, "one of " + graph.arguments());
    this.parameters = parameters;
    graph.arguments().forEach(name -> fileNames.put(name, ARGUMENT + name));
    graph.auxiliaries().forEach(name -> fileNames.put(name, AUXILIARY + name));
    fileNames.remove(input);
    requireWeights(weights);
    addWeights(graph, weights, freezing);

    MxNDManager manager = parameters.manager();
    Symbol symbol = Symbol.loadJson(manager, freezing.apply(graph).toJson());
    inputIndex = List.of(symbol.getAllNames()).indexOf(input);
    MxSymbolBlock block = new MxSymbolBlock(manager, symbol);
    arguments = bind(block);
    compiled = JnaUtils.createCachedOp(block, manager, true);
  }

  private void addWeights(SymbolGraph graph, Map<String, FloatTensor> weights, Freezing freezing) {
    Set<String> decayed = WeightDecay.decayed(graph);
    fileNames.forEach(
        (name, fileName) -> {
          boolean still = fileName.startsWith(AUXILIARY) || freezing.parameters().test(name);
          Learning learns = decayed.contains(name) ? Learning.DECAYED : Learning.UNDECAYED;
          FloatTensor weight = Objects.requireNonNull(weights.get(fileName), fileName);
          parameters.add(name, weight, still ? Learning.NONE : learns, freezing.firstSteps());
        });
  }

  /** Gives the block its arrays, all but the input: what has none is an input to it. */
  private MxNDArray[] bind(MxSymbolBlock block) {
    List<ai.djl.nn.Parameter> all = block.getAllParameters();
    MxNDArray[] bound = new MxNDArray[all.size()];
    for (int i = 0; i < bound.length; i++) {
      if (i != inputIndex) {
        bound[i] = (MxNDArray) parameters.array(all.get(i).getName());
        all.get(i).setArray(bound[i]);
      }
    }
    return bound;
  }

  private void requireWeights(Map<String, FloatTensor> weights) {
    List<String> missing = new ArrayList<>(fileNames.values());
    missing.removeAll(weights.keySet());
    Ranges.require(missing.isEmpty(), "weights", "without " + missing, "all that the symbol takes");
  }

  /**
   * Embeds a batch. Between the start of a {@link MicroBatch} and its backward pass this is
   * recorded. Batches of one size are fastest: the engine plans anew when the size changes.
   *
   * @param images N x C x height x width, of the batch's manager
   * @return N x D, not normalised; of the images' manager; overwritten by the next call
   */
  public NDArray forward(NDArray images) {
    MxNDArray[] inputs = arguments.clone();
    inputs[inputIndex] = (MxNDArray) images;
    MxNDManager scope = (MxNDManager) images.getManager();
    return JnaUtils.cachedOpInvoke(scope, compiled.getHandle(), inputs)[0];
  }

  /**
   * A copy of weights and statistics as they are, by name as in a parameters file: what serves the
   * network, together with the symbol that it was made from.
   */
  public Map<String, FloatTensor> weights() {
    Map<String, FloatTensor> weights = new LinkedHashMap<>();
    fileNames.forEach((name, fileName) -> weights.put(fileName, parameters.value(name)));
    return weights;
  }
}
