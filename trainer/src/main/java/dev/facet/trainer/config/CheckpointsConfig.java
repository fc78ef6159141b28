package dev.facet.trainer.config;

/**
 * When a run is saved, beside its end.
 *
 * @param every steps between two checkpoints, at least 1
 * @param keep how many of the latest are kept, at least 1
 */
public record CheckpointsConfig(long every, int keep) {}
