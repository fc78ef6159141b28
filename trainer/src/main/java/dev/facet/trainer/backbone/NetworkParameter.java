package dev.facet.trainer.backbone;

import dev.facet.model.symbol.TensorShape;

/**
 * A parameter of a network.
 *
 * @param name the variable's name in the graph
 * @param shape its shape
 * @param role what the network does with it
 */
public record NetworkParameter(String name, TensorShape shape, Role role) {
  /** What an operator does with a parameter. */
  public enum Role {
    /** Filters of a convolution: filters x channels of a group x height x width. */
    CONVOLUTION_WEIGHT,
    /** Matrix of a fully connected layer: units x features. */
    DENSE_WEIGHT,
    /** Added by a convolution or a fully connected layer. */
    BIAS,
    /** Scale of batch norm. */
    GAMMA,
    /** Scale of batch norm that counts as 1, whatever its values are. */
    FIXED_GAMMA,
    /** Shift of batch norm. */
    BETA,
    /** Slope of PReLU below zero. */
    SLOPE,
    /** Running mean of batch norm, which the operator updates itself. */
    MOVING_MEAN,
    /** Running variance of batch norm, which the operator updates itself. */
    MOVING_VARIANCE;

    /** Whether gradients change it. */
    public boolean isLearned() {
      return this != FIXED_GAMMA && !isStatistic();
    }

    /** Whether the operator updates it itself: MXNet's auxiliary states. */
    public boolean isStatistic() {
      return this == MOVING_MEAN || this == MOVING_VARIANCE;
    }

    /**
     * Whether weight decay makes sense: it does for what multiplies features, not for scales,
     * shifts and slopes.
     */
    public boolean isWeight() {
      return this == CONVOLUTION_WEIGHT || this == DENSE_WEIGHT;
    }
  }

  /** The name in a parameter file: {@code aux:} for statistics, {@code arg:} for all else. */
  public String fileName() {
    return (role.isStatistic() ? "aux:" : "arg:") + name;
  }
}
