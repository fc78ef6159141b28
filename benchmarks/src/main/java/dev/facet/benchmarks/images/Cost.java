package dev.facet.benchmarks.images;

import dev.facet.benchmarks.measure.Spread;

/**
 * What a step costs.
 *
 * @param set name of the photos
 * @param meanBytes of a file
 * @param step what is done
 * @param micros CPU time of the thread for a photo over the rounds, in microseconds; the garbage
 *     collector's threads are not counted
 * @param allocated bytes of Java objects a photo, on average
 * @param peak most bytes that one photo allocated, so that it never holds more
 */
public record Cost(
    String set, double meanBytes, Step step, Spread micros, double allocated, long peak) {

  private static final double MICROS = 1e6;

  /** Photos that a core does in a second. */
  double perSecond() {
    return MICROS / micros.median();
  }
}
