package dev.facet.benchmarks.throughput;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param models directories of models, as bundles or as they were published
 * @param symbols networks that get random weights
 * @param images folder of JPEG files; by default drawn ones
 * @param load what the server is asked to do
 * @param times how long
 * @param settings of the server, by key
 * @param seed of all that is left to chance
 */
public record ThroughputPlan(
    List<Path> models,
    List<Path> symbols,
    Optional<Path> images,
    Load load,
    Times times,
    Map<String, String> settings,
    long seed) {

  /**
   * What the server is asked to do.
   *
   * @param shares offered loads, as parts of the capacity, above 0
   * @param connections number of connections, and of streams, at least 1
   * @param callers requests under way while the capacity is measured, at least 1
   * @param deadline of unary calls in open loop
   */
  public record Load(List<Double> shares, int connections, int callers, Duration deadline) {}

  /**
   * How long.
   *
   * @param warmUp at full load, before anything of a server is measured; half by unary calls, half
   *     by streams; half as long also in overload, where a load is above the capacity
   * @param settling of each load, before it counts
   * @param counting of each load; three times that where it sends fewer than {@code requests}
   * @param requests that a load in open loop should have
   * @param rounds how often what is compared is measured in turn, at least 1
   */
  public record Times(
      Duration warmUp, Duration settling, Duration counting, int requests, int rounds) {}
}
