package dev.facet.benchmarks.detection;

/**
 * One part of the way from a photo to embeddings.
 *
 * @param name of the part
 * @param perSecond photos a second of the whole machine, with nothing else to do
 */
public record Part(String name, double perSecond) {}
