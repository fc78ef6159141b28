package dev.facet.trainer.backbone;

import ai.djl.mxnet.engine.CachedOp;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.DepthwisePrelu;
import dev.facet.trainer.step.Freezing;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.TrainingGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Networks on the real engine, as they are trained. */
final class TrainedNetwork {
  private TrainedNetwork() {}

  /**
   * What a step gives.
   *
   * @param loss the loss
   * @param results gradients of the weights, and what the statistics become, by name
   */
  record Step(float loss, Map<String, float[]> results) {
    float[] of(String name) {
      return Objects.requireNonNull(results.get(name), name);
    }
  }

  /**
   * Loss and gradients of a made-up loss, the sum of the outputs with random weights, on made-up
   * pixels.
   *
   * @param weights values by name in a parameter file
   * @param input shape of the input
   */
  static Step step(SymbolGraph graph, Map<String, FloatTensor> weights, TensorShape input) {
    Random random = new Random(5);
    try (MxNDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      MxSymbolBlock block = new MxSymbolBlock(manager, Symbol.loadJson(manager, graph.toJson()));
      List<Parameter> parameters = block.getAllParameters();
      MxNDArray[] arrays = new MxNDArray[parameters.size()];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = array(manager, parameters.get(i).getName(), weights, input, random);
      }
      CachedOp op = JnaUtils.createCachedOp(block, manager, true);
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        NDArray output = JnaUtils.cachedOpInvoke(manager, op.getHandle(), arrays)[0];
        float[] importance = new float[Math.toIntExact(output.size())];
        for (int i = 0; i < importance.length; i++) {
          importance[i] = (float) random.nextGaussian();
        }
        NDArray sum = output.mul(manager.create(importance, output.getShape())).sum();
        collector.backward(sum);
        return new Step(sum.getFloat(), results(parameters, arrays));
      }
    }
  }

  /**
   * The embedding of a face as a run's own graph computes it between its steps, not normalised.
   *
   * @param weights values by name in a parameter file
   * @param input shape of the input, of one face
   */
  static float[] embed(
      SymbolGraph graph, Map<String, FloatTensor> weights, TensorShape input, float[] face) {
    SymbolGraph trained = DepthwisePrelu.rewrite(graph, Backbone.INPUT, input);
    try (Parameters parameters = new Parameters(ComputeDevice.CPU);
        MxNDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      TrainingGraph compiled =
          new TrainingGraph(trained, Backbone.INPUT, weights, Freezing.NOTHING, parameters);
      return compiled.forward(array(manager, new FloatTensor(input, face))).toFloatArray();
    }
  }

  private static Map<String, float[]> results(List<Parameter> parameters, MxNDArray[] arrays) {
    Map<String, float[]> results = new LinkedHashMap<>();
    for (int i = 0; i < arrays.length; i++) {
      NDArray result = arrays[i].hasGradient() ? arrays[i].getGradient() : arrays[i];
      results.put(parameters.get(i).getName(), result.toFloatArray());
    }
    return results;
  }

  private static MxNDArray array(
      MxNDManager manager,
      String name,
      Map<String, FloatTensor> weights,
      TensorShape input,
      Random random) {
    if (name.equals(Backbone.INPUT)) {
      float[] pixels = new float[Math.toIntExact(input.elements())];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = random.nextInt(256);
      }
      return array(manager, new FloatTensor(input, pixels));
    }
    FloatTensor learned = weights.get("arg:" + name);
    if (learned == null) {
      return array(manager, Objects.requireNonNull(weights.get("aux:" + name), name));
    }
    MxNDArray array = array(manager, learned);
    array.setRequiresGradient(true);
    return array;
  }

  private static MxNDArray array(MxNDManager manager, FloatTensor tensor) {
    long[] dims = tensor.shape().dims().stream().mapToLong(d -> d).toArray();
    return (MxNDArray) manager.create(tensor.values(), new Shape(dims));
  }
}
