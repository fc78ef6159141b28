package dev.facet.cli.quantization;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.trainer.run.MeasuringSet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of a model when it was quantised.
 *
 * @param set name of the pairs that both were judged by
 * @param before of the model: percent and the area under the curve, by the keys of a manifest
 * @param after of the quantised one, by the same keys
 * @param accuracyBefore accuracy of the model, in percent
 * @param accuracyAfter accuracy of the quantised one, in percent
 * @param throughput of the model and then of the quantised one
 */
public record Gain(
    String set,
    Map<String, Double> before,
    Map<String, Double> after,
    double accuracyBefore,
    double accuracyAfter,
    Throughput throughput) {

  private static final String SPEED = "faces-per-cpu-second";
  private static final String OF_THE_MODEL = "before-quantization-";

  /**
   * Measures both, on the calling thread.
   *
   * @param step runs after each of three steps
   * @throws IOException if one of them does not load, or a photo of the set cannot be read
   */
  public static Gain measure(
      ModelBundle model, ModelBundle quantized, MeasuringSet set, Runnable step)
      throws IOException {
    VerificationReport before = set.judge(model, ComputeDevice.CPU);
    step.run();
    VerificationReport after = set.judge(quantized, ComputeDevice.CPU);
    step.run();
    try (EmbeddingModel first = EmbeddingModel.load(model, ComputeDevice.CPU);
        EmbeddingModel second = EmbeddingModel.load(quantized, ComputeDevice.CPU)) {
      Throughput throughput = Throughput.compare(first, second);
      step.run();
      return new Gain(
          set.name(),
          set.measured(before),
          set.measured(after),
          100 * MeasuringSet.accuracy(before),
          100 * MeasuringSet.accuracy(after),
          throughput);
    }
  }

  /**
   * Refuses a loss of accuracy.
   *
   * @param points how many points of percent may be lost
   * @throws LostAccuracyException if more are
   */
  public void requireLossOfAtMost(double points) throws LostAccuracyException {
    // Accuracies are shares of a number of pairs: what is above is above by more than rounding.
    if (accuracyBefore - accuracyAfter > points + 1e-6) {
      throw new LostAccuracyException(set, accuracyBefore, accuracyAfter, points);
    }
  }

  /** What a manifest of the quantised model says. */
  public Map<String, Double> measured() {
    Map<String, Double> measured = new LinkedHashMap<>(after);
    measured.put(SPEED, (double) Math.round(throughput.second()));
    before.forEach((key, value) -> measured.put(OF_THE_MODEL + key, value));
    measured.put(OF_THE_MODEL + SPEED, (double) Math.round(throughput.first()));
    return measured;
  }
}
