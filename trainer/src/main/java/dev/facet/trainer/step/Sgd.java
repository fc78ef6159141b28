package dev.facet.trainer.step;

import ai.djl.mxnet.engine.MxOpParams;
import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Stochastic gradient descent with momentum, as MXNet and Caffe define it: {@code v = momentum v -
 * rate (g + decay w)}, {@code w += v}. The rate is within v, so that a lower rate takes hold
 * gradually.
 *
 * @param momentum 0 to below 1, commonly 0.9
 * @param weightDecay 0 or above, commonly 5e-4; only for {@link Learning#DECAYED} parameters
 */
public record Sgd(double momentum, double weightDecay) implements Optimizer {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Sgd {
    Ranges.requireShare("momentum", momentum);
    Ranges.requireNotNegative("weight-decay", weightDecay);
  }

  @Override
  public List<String> slots() {
    return List.of("momentum");
  }

  @Override
  public void apply(NDArray weight, NDArray gradient, List<NDArray> slots, Update update) {
    MxOpParams params = new MxOpParams();
    params.addParam("lr", update.rate());
    params.addParam("momentum", momentum);
    params.addParam("wd", update.decayed() ? weightDecay : 0);
    params.addParam("rescale_grad", update.gradientScale());
    weight
        .getManager()
        .invoke(
            "sgd_mom_update",
            new NDArray[] {weight, gradient, slots.get(0)},
            new NDArray[] {weight},
            params);
  }
}
