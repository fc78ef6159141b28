package dev.facet.trainer.log;

import java.util.Map;

/**
 * What was measured at one point of a run.
 *
 * @param step number of steps taken before it
 * @param values by what they measure; at least one
 */
record Measured(long step, Map<Metric, Double> values) {}
