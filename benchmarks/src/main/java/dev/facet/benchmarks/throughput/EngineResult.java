package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.measure.Pace;
import java.util.List;
import java.util.Map;

/**
 * The bare engine, with the graph as it was published and with all passes.
 *
 * @param untuned as published
 * @param tuned with all passes
 */
record EngineResult(Side untuned, Side tuned) {

  /**
   * How the engine is used.
   *
   * @param workers threads that embed at once
   * @param batch faces of each call
   */
  record Layout(int workers, int batch) {

    /** Such as {@code 2 x 16}. */
    @Override
    public String toString() {
      return workers + " x " + batch;
    }
  }

  /**
   * One of the two.
   *
   * @param trials images a second by layout
   * @param best the fastest of them
   * @param rounds measured with this layout, in turn with the other side's
   */
  record Side(Map<Layout, Double> trials, Layout best, List<Pace> rounds) {

    /** Of all rounds. */
    Pace pace() {
      return Pace.median(rounds);
    }
  }

  /** How much faster the passes make it. */
  double ratio() {
    return tuned.pace().perSecond() / untuned.pace().perSecond();
  }
}
