package dev.facet.benchmarks.swap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is measured.
 *
 * @param versions where the models come from
 * @param traffic what is sent
 * @param rate how much of it
 * @param times how long
 * @param settings of the server, by key
 * @param seed of all that is left to chance
 */
public record SwapPlan(
    VersionSource versions,
    Mix traffic,
    Rate rate,
    Times times,
    Map<String, String> settings,
    long seed) {

  /**
   * Where the models come from.
   *
   * @param model directory of version 1
   * @param other directory of version 2; by default version 1 with noise on its weights
   */
  public record VersionSource(Path model, Optional<Path> other) {}

  /**
   * What is sent.
   *
   * @param images folder of JPEG files; by default drawn ones
   * @param streams number of streams, 0 or above
   * @param unaryShare part of the requests that are calls of their own, 0 to 1
   */
  public record Mix(Optional<Path> images, int streams, double unaryShare) {}

  /**
   * How much is sent.
   *
   * @param share of the capacity, above 0
   * @param fixed requests a second, above 0; then the capacity is not measured
   * @param inFlight requests under way while the capacity is measured, at least 1
   */
  public record Rate(double share, OptionalDouble fixed, int inFlight) {}

  /**
   * How long.
   *
   * @param warmUp at full load, before anything is measured
   * @param capacity measuring the capacity
   * @param phase of a quiet phase, and of a swapping one unless {@code swaps} is given
   * @param swaps after so many a swapping phase ends, at least 1
   * @param every from the begin of one swap to the next
   * @param rounds of a quiet and a swapping phase, at least 1
   * @param sampling from one sample of the server to the next, above 0
   */
  public record Times(
      Duration warmUp,
      Duration capacity,
      Duration phase,
      OptionalInt swaps,
      Duration every,
      int rounds,
      Duration sampling) {}
}
