package dev.facet.trainer.step;

import java.util.OptionalDouble;

/**
 * The facts of a step.
 *
 * @param step number of steps taken before it
 * @param loss mean over its micro-batches
 * @param gradientNorm Euclidean norm of all gradients together, before clipping
 * @param rate the learning rate
 * @param active share of triplets or pairs that still cost something, 0 to 1, mean over its
 *     micro-batches; empty if the loss compares no faces
 */
public record StepReport(
    long step, double loss, double gradientNorm, double rate, OptionalDouble active) {

  /** The same with another share. */
  public StepReport withActive(OptionalDouble share) {
    return new StepReport(step, loss, gradientNorm, rate, share);
  }
}
