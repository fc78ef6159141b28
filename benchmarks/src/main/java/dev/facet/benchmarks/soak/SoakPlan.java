package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.swap.SwapPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a soak does.
 *
 * @param versions the two versions that are swapped
 * @param images folder of JPEG files; by default drawn ones
 * @param streams number of streams that stay open all the time, 1 or above
 * @param rate how much is sent
 * @param times how long, and how often
 * @param settings of the server, by key
 * @param seed of all that is left to chance
 */
public record SoakPlan(
    SwapPlan.VersionSource versions,
    Optional<Path> images,
    int streams,
    SwapPlan.Rate rate,
    Times times,
    Map<String, String> settings,
    long seed) {

  /**
   * How long, and how often.
   *
   * @param warmUp at full load, before anything is measured
   * @param capacity measuring the capacity
   * @param soak how long the load lasts, rests included
   * @param swaps from the begin of one swap to the next
   * @param rotations from one change of certificate and token to the next
   * @param sampling from one sample of the server to the next
   * @param rests how long is sent until nothing is for a moment, and the heap is measured
   */
  public record Times(
      Duration warmUp,
      Duration capacity,
      Duration soak,
      Duration swaps,
      Duration rotations,
      Duration sampling,
      Duration rests) {}
}
