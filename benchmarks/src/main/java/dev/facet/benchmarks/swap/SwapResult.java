package dev.facet.benchmarks.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured.
 *
 * @param capacity faces a second in closed loop; NaN if it was not measured
 * @param offered faces a second that were to be sent in both kinds of phase
 * @param quiet all quiet phases together
 * @param swapping all swapping phases together
 * @param ratios p99 swapping over p99 quiet in each round
 * @param samples all samples, in the order of time
 * @param liveHeapBefore bytes of Java heap left by a full collection before the first phase
 * @param liveHeapAfter the same after the last
 */
public record SwapResult(
    double capacity,
    double offered,
    Phase quiet,
    Phase swapping,
    List<Double> ratios,
    List<Sample> samples,
    long liveHeapBefore,
    long liveHeapAfter) {

  /** p99 of all swapping phases over that of all quiet ones; NaN where one has no answers. */
  public double ratio() {
    return swapping.percentiles().p99() / quiet.percentiles().p99();
  }

  /**
   * What is not as it should be; empty if all is.
   *
   * @param mostRatio greatest {@link #ratio} that passes; 0: any
   */
  public List<String> faults(double mostRatio) {
    List<String> faults = new ArrayList<>();
    if (!quiet.clean()) {
      faults.add("quiet: not every request got its embedding once");
    }
    if (!swapping.clean()) {
      faults.add("swapping: not every request got its embedding once");
    }
    swapping.refusals().forEach(refusal -> faults.add("activation: " + refusal));
    if (swapping.activations().isEmpty()) {
      faults.add("swaps: none (expected: 1 or more)");
    }
    if (mostRatio > 0 && !(ratio() <= mostRatio)) {
      faults.add(
          String.format(
              Locale.ROOT,
              "p99 swapping / quiet: %.2f (expected: at most %.2f)",
              ratio(),
              mostRatio));
    }
    return faults;
  }
}
