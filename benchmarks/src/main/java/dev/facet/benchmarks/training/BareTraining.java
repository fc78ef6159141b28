package dev.facet.benchmarks.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.DepthwisePrelu;
import dev.facet.trainer.backbone.Backbone;
import dev.facet.trainer.backbone.NetworkParameters;
import dev.facet.trainer.config.NetworkConfig;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.step.Freezing;
import dev.facet.trainer.step.Learning;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.TrainingGraph;
import dev.facet.trainer.step.TrainingStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What a step of training costs at the least: forward, backward and update of a run's network, loss
 * and optimiser, again and again on one batch of random pixels, which lies ready in memory. Used by
 * one thread.
 */
final class BareTraining implements AutoCloseable {

  private static final String HEAD = "head:";

  private final Parameters parameters;
  private final TrainingGraph graph;
  private final ClassLoss loss;
  private final Set<String> tensors;
  private final TrainingStep step;
  private final Shape shape;
  private final float[] pixels;
  private final int[] labels;

  /**
   * With weights of its own.
   *
   * @param config of the run, which trains a backbone from random weights with a head alone
   * @param people number of classes
   */
  BareTraining(TrainingConfig config, int people) {
    NetworkConfig.Fresh network = (NetworkConfig.Fresh) config.network().start();
    int dimension = network.dimension();
    SymbolGraph symbol = network.backbone().graph(dimension);
    TensorShape face = network.backbone().oneFace();
    Random random = new Random(config.seed());
    parameters = new Parameters(ComputeDevice.CPU);
    graph =
        new TrainingGraph(
            DepthwisePrelu.rewrite(symbol, Backbone.INPUT, face),
            Backbone.INPUT,
            NetworkParameters.initial(NetworkParameters.of(symbol, face), config.seed()),
            Freezing.NOTHING,
            parameters);
    loss = config.objective().head().orElseThrow().loss();
    Map<String, TensorShape> heads = loss.tensors(people, dimension);
    tensors = heads.keySet();
    heads.forEach(
        (name, size) -> parameters.add(HEAD + name, normal(size, random), Learning.DECAYED));
    step =
        new TrainingStep(parameters, config.optimizer(), config.steps().maxNorm(), config.seed());
    int size = config.steps().batchSize();
    shape = new Shape(size, face.dim(1), face.dim(2), face.dim(3));
    pixels = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256);
    }
    labels = random.ints(size, 0, people).toArray();
  }

  private static FloatTensor normal(TensorShape shape, Random random) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.01 * random.nextGaussian());
    }
    return new FloatTensor(shape, values);
  }

  /** Takes a step. */
  void step() {
    try (MicroBatch micro = step.begin()) {
      NDManager manager = micro.manager();
      NDArray embeddings = graph.forward(manager.create(pixels, shape));
      Map<String, NDArray> copies = new LinkedHashMap<>();
      tensors.forEach(name -> copies.put(name, micro.copy(HEAD + name)));
      micro.backward(loss.value(embeddings, copies, manager.create(labels), micro.step()));
    }
    // At rate 0 the work is the same, and the batch is not learned by heart: near a loss of 0
    // gradients become denormal numbers, which processors are slow at.
    step.update(0);
  }

  @Override
  public void close() {
    parameters.close();
  }
}
