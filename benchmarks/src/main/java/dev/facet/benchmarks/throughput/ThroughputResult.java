package dev.facet.benchmarks.throughput;

import java.time.Duration;
import java.util.List;

/**
 * What was measured.
 *
 * @param cores processors of the machine, shared by all that was measured
 * @param photoBytes of a photo in the mean
 * @param deadline of unary calls in open loop
 * @param ceilings the server without an engine, for each kind of calls
 * @param models in the order in which they were given
 */
public record ThroughputResult(
    int cores,
    int photoBytes,
    Duration deadline,
    List<Ceiling> ceilings,
    List<ModelResult> models) {}
