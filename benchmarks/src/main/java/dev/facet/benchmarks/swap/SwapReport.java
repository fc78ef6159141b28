package dev.facet.benchmarks.swap;

import static dev.facet.benchmarks.report.Table.number;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.measure.Trend;
import dev.facet.benchmarks.report.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The result for people. */
public final class SwapReport {

  private static final double MIB = 1 << 20;

  private final SwapResult result;
  private final Table load = new Table("load", "quiet", "swapping");
  private final Table process = new Table("server", "start", "end", "per 100 swaps");

  /** Of a result. */
  public SwapReport(SwapResult result) {
    this.result = result;
    fillLoad();
    fillProcess();
  }

  private void fillLoad() {
    row("offered, faces/s", phase -> number(result.offered(), 1));
    row("sent, faces/s", phase -> number(phase.sentPerSecond(), 1));
    row("answered, faces/s", phase -> number(phase.answeredPerSecond(), 1));
    row("seconds", phase -> number(phase.seconds(), 1));
    row("sent", phase -> Long.toString(phase.counts().sent()));
    row("answered", phase -> Long.toString(phase.counts().answered()));
    row("errors", phase -> Long.toString(phase.errors()));
    row("lost", phase -> Long.toString(phase.counts().open()));
    row("duplicates", phase -> Long.toString(phase.counts().duplicates()));
    row("never asked for", phase -> Long.toString(phase.counts().unknown()));
    row("wrong embedding", phase -> Long.toString(phase.findings().wrongEmbeddings()));
    row("wrong version", phase -> Long.toString(phase.findings().wrongVersions()));
    row(
        "greatest distance",
        phase -> String.format(Locale.ROOT, "%.1e", phase.findings().greatestDistance()));
    latency("p50, ms", Percentiles::p50);
    latency("p90, ms", Percentiles::p90);
    latency("p99, ms", Percentiles::p99);
    latency("p99.9, ms", Percentiles::p999);
    latency("longest, ms", Percentiles::max);
  }

  private void row(String name, Function<Phase, String> cell) {
    load.add(name, cell.apply(result.quiet()), cell.apply(result.swapping()));
  }

  private void latency(String name, ToDoubleFunction<Percentiles> value) {
    row(name, phase -> number(value.applyAsDouble(phase.percentiles()), 2));
  }

  private void fillProcess() {
    trend("resident, MiB", 1, Sample::residentMib);
    trend("heap after a collection, MiB", 1, Sample::heapMib);
    double before = result.liveHeapBefore() / MIB;
    double after = result.liveHeapAfter() / MIB;
    int swaps = result.swapping().activations().size();
    process.add(
        "heap after a full one, MiB",
        number(before, 1),
        number(after, 1),
        swaps == 0 ? "" : number(100 * (after - before) / swaps, 2));
    trend("threads", 0, Sample::threads);
    trend("open files and sockets", 0, Sample::handles);
  }

  private void trend(String name, int decimals, ToDoubleFunction<Sample> value) {
    Optional<Trend> trend = Sample.trend(result.samples(), value);
    process.add(
        name,
        trend.map(each -> number(each.start(), decimals)).orElse("unknown"),
        trend.map(each -> number(each.end(), decimals)).orElse("unknown"),
        trend.map(each -> number(each.per(100), 2)).orElse("unknown"));
  }

  /** Prints it. */
  public void print(PrintWriter out) {
    if (!Double.isNaN(result.capacity())) {
      out.println("capacity  " + number(result.capacity(), 1) + " faces/s");
    }
    load.print(out);
    result.quiet().counts().errors().forEach((code, n) -> out.println("quiet  " + n + " " + code));
    result
        .swapping()
        .counts()
        .errors()
        .forEach((code, n) -> out.println("swapping  " + n + " " + code));
    out.println(
        "p99 swapping / quiet  "
            + number(result.ratio(), 2)
            + (result.ratios().size() > 1 ? "; in each round " + ratios() : ""));
    Phase swapping = result.swapping();
    out.printf(
        Locale.ROOT,
        "swaps  %d, %.0f ms each in the mean, %.0f ms at most; %d began late%n",
        swapping.activations().size(),
        1000 * swapping.meanActivation(),
        1000 * swapping.longestActivation(),
        swapping.lateActivations());
    process.print(out);
  }

  private List<String> ratios() {
    return result.ratios().stream().map(ratio -> number(ratio, 2)).toList();
  }
}
