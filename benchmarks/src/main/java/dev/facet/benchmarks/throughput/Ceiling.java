package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.measure.Spread;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the server does without an engine, beside bare gRPC that answers the same requests; both in
 * closed loop, in turn.
 *
 * @param kind how requests are sent
 * @param requestBytes of a request's image
 * @param echo rounds of bare gRPC
 * @param idle as many rounds of the server
 */
record Ceiling(CallKind kind, int requestBytes, List<Steady> echo, List<Steady> idle) {

  /** Of each round, the server's answers a second over bare gRPC's. */
  List<Double> ratios() {
    return IntStream.range(0, echo.size())
        .mapToObj(i -> idle.get(i).achieved() / echo.get(i).achieved())
        .toList();
  }

  /** The median of all rounds. */
  double ratio() {
    return Spread.of(ratios().stream().mapToDouble(Double::doubleValue).toArray()).median();
  }
}
