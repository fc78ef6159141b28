package dev.facet.benchmarks.detection;

import java.util.List;

/**
 * What was measured.
 *
 * @param parts in the order of the way
 * @param served photos a second that a server answered, in each round
 * @param limits photos a second that the parts allow one after the other, in each round
 * @param processorEach processor seconds that the server took for a photo, median of the rounds
 */
public record DetectionResult(
    List<Part> parts, List<Double> served, List<Double> limits, double processorEach) {

  /** Copies the lists. */
  public DetectionResult {
    parts = List.copyOf(parts);
    served = List.copyOf(served);
    limits = List.copyOf(limits);
  }
}
