package dev.facet.benchmarks.measure;

import java.util.Comparator;
import java.util.List;

/**
 * How fast work went.
 *
 * @param perSecond items a second, of all threads
 * @param processorEach processor seconds of the whole process for an item
 */
public record Pace(double perSecond, double processorEach) {

  /** The one of some rounds that was of median speed; of an even number the lower one. */
  public static Pace median(List<Pace> rounds) {
    List<Pace> sorted =
        rounds.stream().sorted(Comparator.comparingDouble(Pace::perSecond)).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
