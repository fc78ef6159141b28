package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.measure.Pace;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;

/** Made-up measurements. */
final class Loads {

  private static final Percentiles NONE =
      new Percentiles(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  private Loads() {}

  private static Percentiles all(double millis) {
    return new Percentiles(millis, millis, millis, millis, millis);
  }

  /** Ten seconds in which all was answered. */
  static Steady answered(
      double share, long embeddings, double p99, double serverSeconds, double clientSeconds) {
    return new Steady(
        share,
        embeddings / 10.0,
        10,
        embeddings,
        Map.of(Code.OK, embeddings),
        0,
        all(p99),
        NONE,
        serverSeconds,
        clientSeconds,
        0);
  }

  /** Ten seconds in which some was refused and some came to its deadline. */
  static Steady overloaded(long embeddings, long refused, double refusedP99, long expired) {
    return new Steady(
        1.2,
        (embeddings + refused + expired) / 10.0,
        10,
        embeddings,
        Map.of(
            Code.OK, embeddings,
            Code.RESOURCE_EXHAUSTED, refused,
            Code.DEADLINE_EXCEEDED, expired),
        0,
        all(500),
        all(refusedP99),
        15,
        1,
        0);
  }

  /** An engine of so many images a second. */
  static EngineResult engine(double untuned, double tuned, double tunedProcessorEach) {
    return new EngineResult(
        side(new Pace(untuned, 2 / untuned)), side(new Pace(tuned, tunedProcessorEach)));
  }

  private static EngineResult.Side side(Pace pace) {
    EngineResult.Layout layout = new EngineResult.Layout(2, 4);
    return new EngineResult.Side(Map.of(layout, pace.perSecond()), layout, List.of(pace));
  }
}
