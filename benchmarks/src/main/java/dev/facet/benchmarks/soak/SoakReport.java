package dev.facet.benchmarks.soak;

import static dev.facet.benchmarks.report.Table.number;

import dev.facet.benchmarks.load.Ledger;
import dev.facet.benchmarks.measure.Trend;
import dev.facet.benchmarks.report.Table;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result for people. */
public final class SoakReport {

  private final SoakResult result;

  /** Of a result. */
  public SoakReport(SoakResult result) {
    this.result = result;
  }

  /** Prints it. */
  public void print(PrintWriter out) {
    if (!Double.isNaN(result.capacity())) {
      out.println("capacity  " + number(result.capacity(), 1) + " faces/s");
    }
    out.println("offered  " + number(result.offered(), 1) + " faces/s");
    accounts().print(out);
    out.printf(
        Locale.ROOT,
        "embeddings  %d wrong, %d of a wrong version, %.1e from the exact one at most%n",
        result.findings().wrongEmbeddings(),
        result.findings().wrongVersions(),
        result.findings().greatestDistance());
    out.printf(
        Locale.ROOT,
        "latency  p50 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f ms%n",
        result.latencies().p50(),
        result.latencies().p99(),
        result.latencies().p999(),
        result.latencies().max());
    out.println("refused  " + number(100 * result.refusedShare(), 3) + " %");
    out.println("swaps  " + result.activations().size());
    out.println("rotations of certificate and token  " + result.rotations());
    growth().print(out);
    if (!result.hasTrends()) {
      out.printf(
          "growth is not judged: %d s (expected: %d or more)%n",
          result.time().toSeconds(), SoakResult.SHORTEST_TREND.toSeconds());
    }
  }

  private Table accounts() {
    Table table = new Table("clients", "sent", "embedded", "open", "double", "errors");
    for (Account account : result.accounts()) {
      Ledger.Counts counts = account.ledger().counts();
      table.add(
          account.name(),
          Long.toString(counts.sent()),
          Long.toString(counts.answered()),
          account.stays() ? Long.toString(counts.open()) : counts.open() + " left",
          Long.toString(counts.duplicates() + counts.unknown()),
          counts.errors().entrySet().stream()
              .map(error -> error.getValue() + " " + error.getKey())
              .collect(Collectors.joining(" + ")));
    }
    return table;
  }

  private Table growth() {
    Table table = new Table("server", "start", "end", "each minute", "at most");
    for (Growth growth : Growth.ALL) {
      Optional<Trend> trend = growth.trend(result.samples());
      table.add(
          growth.name(),
          trend.map(each -> number(each.start(), 1)).orElse("unknown"),
          trend.map(each -> number(each.end(), 1)).orElse("unknown"),
          trend.map(each -> number(each.per(1), 3)).orElse("unknown"),
          number(growth.most(), 1));
    }
    return table;
  }
}
