package dev.facet.benchmarks.fairness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is measured.
 *
 * @param models the repository that is served
 * @param images folder of JPEG files; by default drawn ones
 * @param share of the capacity that the polite caller asks for, above 0
 * @param fixed faces a second that it asks for, above 0; then the capacity is not measured
 * @param floods streams of the many that flood, 1 or above
 * @param batchImages images of each EmbedBatch, 1 or above
 * @param times how long
 * @param settings of the server, by key
 * @param seed of all that is left to chance
 */
public record FairnessPlan(
    Path models,
    Optional<Path> images,
    double share,
    OptionalDouble fixed,
    int floods,
    int batchImages,
    Times times,
    Map<String, String> settings,
    long seed) {

  /**
   * How long.
   *
   * @param warmUp at full load, before anything is measured
   * @param capacity measuring the capacity
   * @param settling the others are at it before the polite caller begins
   * @param load of the polite caller in each situation
   * @param rounds how often each is measured, in turn; 1 or above
   */
  public record Times(
      Duration warmUp, Duration capacity, Duration settling, Duration load, int rounds) {}
}
