package dev.facet.benchmarks.streams;

import dev.facet.benchmarks.measure.Spread;
import dev.facet.benchmarks.server.ServerMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was measured.
 *
 * @param perSecond requests a second that were to be sent
 * @param samples of all rounds, in their order: each round has every number of streams, those of
 *     the second, fourth and so on backwards
 * @param after the server's memory once all streams were closed
 */
public record StreamsResult(double perSecond, List<Sample> samples, ServerMemory after) {

  /** The numbers of streams, ascending. */
  List<Integer> counts() {
    return samples.stream().map(Sample::streams).distinct().sorted().toList();
  }

  /** The samples of one number of streams, one of each round. */
  List<Sample> of(int streams) {
    return samples.stream().filter(sample -> sample.streams() == streams).toList();
  }

  /** What a value is in the rounds of one number of streams. */
  Spread spread(int streams, ToDoubleFunction<Sample> value) {
    return Spread.of(of(streams).stream().mapToDouble(value).toArray());
  }

  /** Processor time of a request with most streams over that with fewest, round by round. */
  List<Double> ratios() {
    List<Sample> few = of(counts().get(0));
    List<Sample> many = of(counts().get(counts().size() - 1));
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < few.size(); round++) {
      ratios.add(many.get(round).microsPerRequest() / few.get(round).microsPerRequest());
    }
    return ratios;
  }

  /** The median of {@link #ratios}. */
  public double ratio() {
    return Spread.of(ratios().stream().mapToDouble(Double::doubleValue).toArray()).median();
  }

  /**
   * What is not as it should be; empty if all is.
   *
   * @param mostRatio greatest {@link #ratio} that passes; 0: any
   */
  public List<String> faults(double mostRatio) {
    List<String> faults = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.failures() > 0) {
        faults.add(
            sample.streams() + " streams: not every request got its embedding: " + sample.counts());
      }
    }
    if (mostRatio > 0 && !(ratio() <= mostRatio)) {
      faults.add(
          String.format(
              Locale.ROOT,
              "processor time of a request, most streams / fewest: %.2f (expected: at most %.2f)",
              ratio(),
              mostRatio));
    }
    return faults;
  }
}
