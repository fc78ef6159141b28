package dev.facet.trainer.step;

import ai.djl.mxnet.engine.MxOpParams;
import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): {@code w -= rate
 * decay w}, then {@code w -= rate m' / (sqrt(v') + epsilon)} with the bias-corrected moments m' and
 * v' of the gradient.
 *
 * @param beta1 0 to below 1, commonly 0.9
 * @param beta2 0 to below 1, commonly 0.999
 * @param epsilon above 0, commonly 1e-8
 * @param weightDecay 0 or above, commonly 0.01 to 0.1; only for {@link Learning#DECAYED} parameters
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {

  /**
   * Checks all four.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public AdamW {
    Ranges.requireShare("beta1", beta1);
    Ranges.requireShare("beta2", beta2);
    Ranges.requirePositive("epsilon", epsilon);
    Ranges.requireNotNegative("weight-decay", weightDecay);
  }

  @Override
  public List<String> slots() {
    return List.of("mean", "variance");
  }

  @Override
  public void apply(NDArray weight, NDArray gradient, List<NDArray> slots, Update update) {
    if (update.decayed() && weightDecay > 0) {
      weight.muli(1 - update.rate() * weightDecay);
    }
    // The engine's Adam does not correct the bias: rate and epsilon do it for both moments.
    double meanCorrection = 1 - Math.pow(beta1, update.step() + 1.0);
    double deviationCorrection = Math.sqrt(1 - Math.pow(beta2, update.step() + 1.0));
    MxOpParams params = new MxOpParams();
    params.addParam("lr", update.rate() * deviationCorrection / meanCorrection);
    params.addParam("beta1", beta1);
    params.addParam("beta2", beta2);
    params.addParam("epsilon", epsilon * deviationCorrection);
    params.addParam("rescale_grad", update.gradientScale());
    weight
        .getManager()
        .invoke(
            "adam_update",
            new NDArray[] {weight, gradient, slots.get(0), slots.get(1)},
            new NDArray[] {weight},
            params);
  }
}
