package dev.facet.model.evaluation;

/**
 * What one threshold does: a pair is accepted as the same person if its similarity is at least the
 * threshold.
 *
 * @param threshold the threshold
 * @param falseAcceptRate accepted pairs among those of different people, 0 to 1
 * @param trueAcceptRate accepted pairs among those of the same person, 0 to 1
 * @param accuracy pairs judged right among all, 0 to 1
 */
public record OperatingPoint(
    double threshold, double falseAcceptRate, double trueAcceptRate, double accuracy) {}
