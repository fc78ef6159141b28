package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.load.Percentiles;
import io.grpc.Status.Code;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What was seen of a server while the load was the same for some time.
 *
 * @param share offered, as a part of the capacity; NaN in a closed loop
 * @param offered requests a second that were to be sent; NaN in a closed loop
 * @param seconds that it lasted
 * @param embeddings that came in this time
 * @param counts what came of the requests of this time
 * @param open requests that were never answered
 * @param answered how long embeddings took, in milliseconds
 * @param refused how long RESOURCE_EXHAUSTED took, in milliseconds
 * @param server processor seconds that the server's process took in this time
 * @param client processor seconds that this process took
 * @param others processor seconds that all other processes of the machine took; NaN where the
 *     system does not say it
 */
record Steady(
    double share,
    double offered,
    double seconds,
    long embeddings,
    Map<Code, Long> counts,
    long open,
    Percentiles answered,
    Percentiles refused,
    double server,
    double client,
    double others) {

  /** Embeddings a second. */
  double achieved() {
    return embeddings / seconds;
  }

  /** Processor seconds of the server for an embedding. */
  double serverEach() {
    return server / embeddings;
  }

  /** Processor seconds of this process for an embedding. */
  double clientEach() {
    return client / embeddings;
  }

  /** Processors that others kept busy. */
  double othersBusy() {
    return others / seconds;
  }

  /** Requests that ended so. */
  long count(Code code) {
    return counts.getOrDefault(code, 0L);
  }

  /** Requests that did not get their embedding. */
  long failures() {
    return open + counts.values().stream().mapToLong(Long::longValue).sum() - count(Code.OK);
  }

  /** The one of some rounds that achieved the median; of an even number the lower one. */
  static Steady median(List<Steady> rounds) {
    List<Steady> sorted =
        rounds.stream().sorted(Comparator.comparingDouble(Steady::achieved)).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
