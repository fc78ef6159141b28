package dev.facet.benchmarks.streams;

import dev.facet.benchmarks.load.Ledger;
import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.server.ServerMemory;

/**
 * What was seen of one number of streams in one round.
 *
 * @param streams that were open
 * @param requests of the measured time that were answered
 * @param seconds of that time
 * @param processorSeconds that the server took meanwhile
 * @param latencies of these requests
 * @param counts of all requests, those before the measured time included
 * @param before the server's memory before the streams were opened
 * @param idle the same once each had one request answered and nothing was under way
 */
record Sample(
    int streams,
    long requests,
    double seconds,
    double processorSeconds,
    Percentiles latencies,
    Ledger.Counts counts,
    ServerMemory before,
    ServerMemory idle) {

  /** With fewer, what the heap does by itself is more than what they add to it. */
  private static final int FEWEST_FOR_BYTES = 1_000;

  /** Microseconds of processors for each request. */
  double microsPerRequest() {
    return 1e6 * processorSeconds / requests;
  }

  /** Java heap that each idle stream adds, in bytes; NaN of fewer than 1,000 streams. */
  double heapPerStream() {
    return perStream((double) (idle.heap() - before.heap()));
  }

  /** Resident memory that each idle stream adds, in bytes; NaN of fewer than 1,000 streams. */
  double residentPerStream() {
    return perStream(idle.resident() - before.resident());
  }

  private double perStream(double bytes) {
    return streams < FEWEST_FOR_BYTES ? Double.NaN : bytes / streams;
  }

  /** Errors of all codes, and requests that were never answered. */
  long failures() {
    return counts.errors().values().stream().mapToLong(Long::longValue).sum() + counts.open();
  }
}
