package dev.facet.benchmarks.client;

import dev.facet.benchmarks.report.Table;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What {@link ClientCalls} measured, as a table with ratios. */
public final class ClientReport {

  private static final String BYTES = "gc.alloc.rate.norm";

  private final Map<String, RunResult> results;

  /** The report of results that are of different methods. */
  public ClientReport(Collection<RunResult> results) {
    this.results =
        results.stream()
            .collect(
                Collectors.toMap(
                    result -> result.getPrimaryResult().getLabel(), Function.identity()));
  }

  /** One row a way to embed, each beside what it is to be compared with. */
  public Table table() {
    Table table = new Table("way", "faces/s", "+-", "bytes/face", "beside", "ratio");
    row(table, "stubCall", "stubCall");
    row(table, "call", "stubCall");
    row(table, "callOfManyThreads", "callOfManyThreads");
    row(table, "sharedStreamOfManyThreads", "callOfManyThreads");
    row(table, "explicitStream", "explicitStream");
    row(table, "embedAll", "explicitStream");
    row(table, "asyncCalls", "explicitStream");
    row(table, "asyncSharedStreams", "explicitStream");
    return table;
  }

  private void row(Table table, String way, String peer) {
    RunResult result = of(way);
    table.add(
        way,
        Table.number(facesPerSecond(way), 0),
        Table.number(result.getPrimaryResult().getScoreError(), 0),
        Table.number(bytes(result), 0),
        peer,
        Table.number(facesPerSecond(way) / facesPerSecond(peer), 2));
  }

  /** Not a number where this JVM does not count them. */
  private static double bytes(RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get(BYTES);
    return bytes == null ? Double.NaN : bytes.getScore();
  }

  private double facesPerSecond(String way) {
    return of(way).getPrimaryResult().getScore();
  }

  private RunResult of(String way) {
    RunResult result = results.get(way);
    if (result == null) {
      throw new IllegalStateException(way + ": not measured (measured: " + results.keySet() + ")");
    }
    return result;
  }
}
