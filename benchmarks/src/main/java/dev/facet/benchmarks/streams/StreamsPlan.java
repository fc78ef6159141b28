package dev.facet.benchmarks.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param models the repository that is served
 * @param images folder of JPEG files; by default drawn ones
 * @param idleEngine whether embeddings cost nothing, so that only the server's own work is seen
 * @param counts numbers of open streams, ascending, each 1 or above
 * @param connections most connections that the streams share, 1 or above
 * @param perSecond requests a second, of all streams together, above 0
 * @param times how long
 * @param settings of the server, by key
 * @param seed of all that is left to chance
 */
public record StreamsPlan(
    Path models,
    Optional<Path> images,
    boolean idleEngine,
    List<Integer> counts,
    int connections,
    double perSecond,
    Times times,
    Map<String, String> settings,
    long seed) {

  /**
   * How long.
   *
   * @param warmUp at full load, before anything is measured
   * @param load with each number of streams
   * @param rounds how often each number is measured, in turn; 1 or above
   */
  public record Times(Duration warmUp, Duration load, int rounds) {}
}
