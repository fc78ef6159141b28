package dev.facet.benchmarks.identities;

import ai.djl.ndarray.NDArray;
import dev.facet.benchmarks.measure.ProcessMemory;
import dev.facet.benchmarks.measure.Spread;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.data.SeededRandom;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.CosFace;
import dev.facet.trainer.loss.MarginSoftmax;
import dev.facet.trainer.step.ClassSample;
import dev.facet.trainer.step.Learning;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.Optimizer;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.SampledRows;
import dev.facet.trainer.step.Sgd;
import dev.facet.trainer.step.TrainingStep;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A head by itself: embeddings that learn in place of a network, and class weights of made-up
 * identities. Uses the engine on its caller.
 */
public final class IdentitiesBenchmark {

  private static final String EMBEDDINGS = "embeddings";
  private static final String WEIGHTS = "weights";
  private static final double RATE = 0.1;
  private static final long SAMPLE = 1;
  private static final double NANOS = 1e6;
  private static final ClassLoss LOSS = new MarginSoftmax(new CosFace(0.35), 64);
  private static final Optimizer OPTIMIZER = new Sgd(0.9, 5e-4);

  private final int dimension;
  private final int batchSize;
  private final int steps;
  private final SplittableRandom random;

  /**
   * A benchmark.
   *
   * @param dimension of embeddings, at least 1
   * @param batchSize faces of a step, at least 1
   * @param steps that count, at least 1; one before them does not
   */
  public IdentitiesBenchmark(int dimension, int batchSize, int steps, long seed) {
    this.dimension = dimension;
    this.batchSize = batchSize;
    this.steps = steps;
    random = new SplittableRandom(seed);
  }

  /**
   * Measures a head.
   *
   * @param identities number of classes, at least 1
   * @param sample share of them that a step trains, above 0, to 1
   */
  public Cost measure(int identities, double sample) {
    double before = ProcessMemory.now().residentMib();
    int rows = Math.min(identities, Math.max(batchSize, (int) Math.ceil(sample * identities)));
    try (Parameters parameters = new Parameters(ComputeDevice.CPU)) {
      parameters.add(
          EMBEDDINGS, TensorShape.of(batchSize, dimension), this::value, Learning.UNDECAYED);
      TensorShape shape = TensorShape.of(identities, dimension);
      SampledRows sampled = null;
      if (rows < identities) {
        sampled =
            new SampledRows(
                parameters, WEIGHTS, shape, this::value, Learning.DECAYED, rows, OPTIMIZER);
      } else {
        parameters.add(WEIGHTS, shape, this::value, Learning.DECAYED);
      }
      TrainingStep step = new TrainingStep(parameters, OPTIMIZER, 5, 1);
      double[] millis = new double[steps];
      double loss = 0;
      for (int i = -1; i < steps; i++) {
        long began = System.nanoTime();
        int[] labels = random.ints(batchSize, 0, identities).toArray();
        if (sampled == null) {
          loss = step(step, WEIGHTS, labels);
        } else {
          ClassSample drawn =
              ClassSample.draw(labels, identities, rows, SeededRandom.at(SAMPLE, i));
          sampled.take(drawn.classes(), step);
          loss = step(step, sampled.sample(), drawn.places(labels));
          sampled.putBack(drawn.classes(), step);
        }
        if (i >= 0) {
          millis[i] = (System.nanoTime() - began) / NANOS;
        }
      }
      return new Cost(
          identities, sample, Spread.of(millis), ProcessMemory.now().peakMib() - before, loss);
    }
  }

  private static double step(TrainingStep step, String weights, int[] labels) {
    try (MicroBatch batch = step.begin()) {
      Map<String, NDArray> head = Map.of(ClassLoss.WEIGHT, batch.copy(weights));
      NDArray classes = batch.manager().create(labels);
      batch.backward(LOSS.value(batch.copy(EMBEDDINGS), head, classes, step.taken()));
    }
    return step.update(RATE).loss();
  }

  private double value() {
    return random.nextDouble(-1, 1);
  }
}
