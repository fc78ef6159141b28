package dev.facet.trainer.step;

/**
 * The facts of a step.
 *
 * @param step number of steps taken before it
 * @param loss mean over its micro-batches
 * @param gradientNorm Euclidean norm of all gradients together, before clipping
 * @param rate the learning rate
 */
public record StepReport(long step, double loss, double gradientNorm, double rate) {}
