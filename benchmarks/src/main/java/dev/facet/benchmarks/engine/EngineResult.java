package dev.facet.benchmarks.engine;

import java.util.List;

/**
 * What was measured.
 *
 * @param threads how many embedded at once
 * @param models each model
 */
public record EngineResult(int threads, List<ModelResult> models) {}
