package dev.facet.model.evaluation;

/**
 * What one threshold does where not everybody is in the gallery: a candidate is returned if its
 * similarity is at least the threshold.
 *
 * @param threshold the threshold
 * @param falsePositiveRate FPIR, 0 to 1: searches of strangers that return anybody, among all of
 *     strangers
 * @param truePositiveRate TPIR at rank 1, 0 to 1: searches of people in the gallery whose first
 *     candidate is the right one and is returned, among all of people in the gallery. Also known as
 *     DIR; one less FNIR
 */
public record OpenSetPoint(double threshold, double falsePositiveRate, double truePositiveRate) {}
