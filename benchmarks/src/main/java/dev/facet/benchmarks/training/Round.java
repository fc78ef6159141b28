package dev.facet.benchmarks.training;

import dev.facet.benchmarks.measure.ProcessMemory;

/**
 * A stretch of the loop, and one of bare work just after it.
 *
 * @param loop faces a second of the loop
 * @param bare faces a second of bare work
 * @param waits of the loop
 * @param checkpoints that the loop wrote meanwhile
 * @param memory at the end of both
 */
public record Round(double loop, double bare, Waits waits, int checkpoints, ProcessMemory memory) {

  /** What of the bare speed the loop reaches. */
  public double ratio() {
    return loop / bare;
  }
}
