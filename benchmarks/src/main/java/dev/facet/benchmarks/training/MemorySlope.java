package dev.facet.benchmarks.training;

import dev.facet.benchmarks.measure.LineFit;
import dev.facet.benchmarks.measure.Spread;
import java.util.List;
import java.util.Optional;

/**
 * Whether memory stays.
 *
 * @param fit resident memory in MiB over steps
 * @param resident in MiB
 */
public record MemorySlope(LineFit fit, Spread resident) {

  /**
   * Fits the samples of a loop.
   *
   * @param warmUp samples of so many first steps are left out
   * @return empty if fewer than two samples are left, or the system does not say the memory
   */
  public static Optional<MemorySlope> of(List<Sample> samples, long warmUp) {
    List<Sample> settled =
        samples.stream()
            .filter(sample -> sample.steps() > warmUp && sample.memory().resident().isPresent())
            .toList();
    if (settled.size() < 2) {
      return Optional.empty();
    }
    double[] steps = settled.stream().mapToDouble(Sample::steps).toArray();
    double[] resident =
        settled.stream().mapToDouble(sample -> sample.memory().residentMib()).toArray();
    return Optional.of(new MemorySlope(LineFit.of(steps, resident), Spread.of(resident)));
  }

  /** MiB that 1,000 steps add. */
  public double per1000Steps() {
    return 1000 * fit.slope();
  }
}
