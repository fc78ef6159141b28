package dev.facet.model.evaluation;

/**
 * What a gallery answered to a probe of somebody who is in it.
 *
 * @param rank place of this person among all of the gallery by falling similarity, 1 for the first;
 *     after all who are just as similar
 * @param similarity cosine of the probe and this person's template, -1 to 1
 */
public record MatedSearch(int rank, double similarity) {}
