package dev.facet.benchmarks.throughput;

import static dev.facet.benchmarks.report.Table.number;

import dev.facet.benchmarks.report.Table;
import io.grpc.Status.Code;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The result for people. */
public final class ThroughputReport {

  private static final double MILLIS = 1e3;

  private final ThroughputResult result;

  /** Of a result. */
  public ThroughputReport(ThroughputResult result) {
    this.result = result;
  }

  /** Prints it. */
  public void print(PrintWriter out) {
    printCeilings(out);
    printEngines(out);
    printServers(out);
    result.models().forEach(model -> printLoads(model, out));
    printClaims(out);
  }

  private void printCeilings(PrintWriter out) {
    out.printf("photo  %d bytes; cores  %d%n", result.photoBytes(), result.cores());
    Table table =
        new Table(
            "calls",
            "bytes",
            "bare gRPC/s",
            "CPU ms",
            "client",
            "without engine/s",
            "CPU ms",
            "client",
            "ratio",
            "others busy");
    for (Ceiling ceiling : result.ceilings()) {
      Steady echo = Steady.median(ceiling.echo());
      Steady idle = Steady.median(ceiling.idle());
      table.add(
          ceiling.kind().toString(),
          Integer.toString(ceiling.requestBytes()),
          number(echo.achieved(), 0),
          millis(echo.serverEach()),
          millis(echo.clientEach()),
          number(idle.achieved(), 0),
          millis(idle.serverEach()),
          millis(idle.clientEach()),
          number(ceiling.ratio(), 2),
          number(Math.max(echo.othersBusy(), idle.othersBusy()), 2));
    }
    table.print(out);
    out.println();
  }

  private void printEngines(PrintWriter out) {
    Table table =
        new Table(
            "model",
            "untuned/s",
            "workers x batch",
            "CPU ms",
            "tuned/s",
            "workers x batch",
            "CPU ms",
            "ratio",
            "photos/s",
            "CPU ms");
    for (ModelResult model : result.models()) {
      EngineResult.Side untuned = model.engine().untuned();
      EngineResult.Side tuned = model.engine().tuned();
      table.add(
          model.name(),
          number(untuned.pace().perSecond(), 1),
          untuned.best().toString(),
          millis(untuned.pace().processorEach()),
          number(tuned.pace().perSecond(), 1),
          tuned.best().toString(),
          millis(tuned.pace().processorEach()),
          number(model.engine().ratio(), 2),
          number(model.imagePace().perSecond(), 1),
          millis(model.imagePace().processorEach()));
    }
    table.print(out);
    out.println();
  }

  private void printServers(PrintWriter out) {
    Table table =
        new Table(
            "model",
            "calls",
            "closed loop/s",
            "possible/s",
            "ratio",
            "of engine",
            "p99 <= 4 lone/s",
            "bare CPU ms",
            "server",
            "ratio",
            "client",
            "lone p50 ms",
            "p99",
            "others busy");
    for (ModelResult model : result.models()) {
      for (CallKind kind : CallKind.values()) {
        Steady closed = model.closed(kind);
        double possible = model.possible(kind, result.cores());
        table.add(
            model.name(),
            kind.toString(),
            number(closed.achieved(), 1),
            number(possible, 1),
            number(closed.achieved() / possible, 2),
            number(closed.achieved() / model.engine().tuned().pace().perSecond(), 2),
            number(model.bounded(kind, Claims.TIMES_LONE), 1),
            millis(model.bareEach()),
            millis(closed.serverEach()),
            number(closed.serverEach() / model.bareEach(), 2),
            millis(closed.clientEach()),
            kind == CallKind.UNARY ? number(model.lone().answered().p50(), 2) : "",
            kind == CallKind.UNARY ? number(model.lone().answered().p99(), 2) : "",
            number(closed.othersBusy(), 2));
      }
    }
    table.print(out);
    out.println();
  }

  private void printLoads(ModelResult model, PrintWriter out) {
    out.println(model.name() + ", latencies in ms:");
    Table table =
        new Table(
            "calls",
            "load %",
            "offered/s",
            "achieved/s",
            "p50",
            "p90",
            "p99",
            "p99.9",
            "longest",
            "p99 / lone p99",
            "p99 / lone p50",
            "CPU ms",
            "/ bare",
            "client",
            "others busy",
            "refused p50",
            "p99",
            "longest",
            "failed");
    for (CallKind kind : CallKind.values()) {
      for (Steady load : model.open(kind)) {
        table.add(
            kind.toString(),
            number(100 * load.share(), 0),
            number(load.offered(), 1),
            number(load.achieved(), 1),
            number(load.answered().p50(), 2),
            number(load.answered().p90(), 2),
            number(load.answered().p99(), 2),
            number(load.answered().p999(), 2),
            number(load.answered().max(), 2),
            number(load.answered().p99() / model.lone().answered().p99(), 1),
            number(load.answered().p99() / model.lone().answered().p50(), 1),
            millis(load.serverEach()),
            number(load.serverEach() / model.bareEach(), 2),
            millis(load.clientEach()),
            number(load.othersBusy(), 2),
            number(load.refused().p50(), 2),
            number(load.refused().p99(), 2),
            number(load.refused().max(), 2),
            failures(load));
      }
    }
    table.print(out);
    out.println();
  }

  private static String failures(Steady load) {
    Map<Code, Long> counts = load.counts();
    String failed =
        counts.entrySet().stream()
            .filter(entry -> entry.getKey() != Code.OK)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining("; "));
    return load.open() == 0 ? failed : failed + "; " + load.open() + " without an answer";
  }

  private void printClaims(PrintWriter out) {
    Table table = new Table("claim", "measured", "expected", "");
    List<Claim> claims = Claims.of(result);
    for (Claim claim : claims) {
      table.add(
          claim.text(),
          number(claim.figure(), 2),
          (claim.atMost() ? "at most " : "at least ") + number(claim.bound(), 2),
          claim.reached() ? "reached" : "missed");
    }
    table.print(out);
  }

  /** Whether all that is claimed is reached. */
  public boolean allReached() {
    return Claims.of(result).stream().allMatch(Claim::reached);
  }

  private static String millis(double seconds) {
    return number(MILLIS * seconds, 3);
  }
}
