package dev.facet.benchmarks.identities;

import dev.facet.benchmarks.measure.Spread;

/**
 * What a head cost.
 *
 * @param identities number of classes
 * @param sample share of them that a step trained
 * @param millis of a step: weights chosen, loss, gradients, update, weights put back
 * @param peakMib how far above what it had before the process has been since it began, in MiB; NaN
 *     where the system does not say it
 * @param loss of the last step, which shows that there was one
 */
public record Cost(int identities, double sample, Spread millis, double peakMib, double loss) {}
