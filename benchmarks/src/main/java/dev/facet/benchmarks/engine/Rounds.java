package dev.facet.benchmarks.engine;

import dev.facet.benchmarks.measure.Pace;
import java.util.List;

/**
 * How fast one batch size was in each round.
 *
 * @param batch faces in a batch
 * @param paces a round each
 */
record Rounds(int batch, List<Pace> paces) {

  /** Faces a second of all threads, in the median round. */
  double perSecond() {
    return Pace.median(paces).perSecond();
  }
}
