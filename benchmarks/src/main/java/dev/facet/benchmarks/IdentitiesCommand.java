package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.identities.Cost;
import dev.facet.benchmarks.identities.IdentitiesBenchmark;
import dev.facet.benchmarks.report.Json;
import dev.facet.benchmarks.report.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facet bench identities}: what a head over many identities costs. */
@Command(
    name = "identities",
    description = {
      "Claim: where a step trains a sample of the classes, its time grows with the sample.",
      "",
      "A head by itself, CosFace on made-up embeddings: time of a step and the most memory of the"
          + " process, for each number of identities and each share of them that a step trains."
          + " The peak is that of all so far: measure one number alone where memory matters."
    },
    footerHeading = "%nExamples:%n",
    footer = "  facet bench identities --identities 10000,100000,1000000 --samples 100,10")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class IdentitiesCommand implements Callable<Integer> {

  private static final double PERCENT = 100;

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--identities",
      paramLabel = "N",
      split = ",",
      defaultValue = "1000,10000,100000,1000000",
      converter = Positive.class,
      description = "Numbers of classes. Default: ${DEFAULT-VALUE}.")
  private List<Integer> identities;

  @Option(
      names = "--samples",
      paramLabel = "PERCENT",
      split = ",",
      defaultValue = "100,10",
      converter = Positive.class,
      description = "Shares of them that a step trains. Default: ${DEFAULT-VALUE}.")
  private List<Integer> samples;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      defaultValue = "128",
      converter = Positive.class,
      description = "Values of an embedding. Default: ${DEFAULT-VALUE}.")
  private int dimension;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "64",
      converter = Positive.class,
      description = "Faces of a step. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "5",
      converter = Positive.class,
      description = "Steps that count; one before them does not. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    IdentitiesBenchmark benchmark = new IdentitiesBenchmark(dimension, batchSize, steps, 1);
    List<Cost> costs = new ArrayList<>();
    for (int sample : samples) {
      for (int count : identities) {
        Cost cost = benchmark.measure(count, sample / PERCENT);
        err.printf(
            Locale.ROOT, "%d identities, %d %%: %.1f ms%n", count, sample, cost.millis().median());
        costs.add(cost);
      }
    }
    table(costs).print(out);
    output.write(out, "samples", "identities.json", file -> Json.write(costs, file));
    return ExitCode.OK;
  }

  private Table table(List<Cost> costs) {
    Table table =
        new Table(
            "identities", "sample %", "weights MiB", "peak MiB", "ms a step", "least", "greatest");
    for (Cost cost : costs) {
      double weights = (double) cost.identities() * dimension * Float.BYTES / (1 << 20);
      table.add(
          Integer.toString(cost.identities()),
          Table.number(PERCENT * cost.sample(), 0),
          Table.number(weights, 1),
          Table.number(cost.peakMib(), 1),
          Table.number(cost.millis().median(), 1),
          Table.number(cost.millis().least(), 1),
          Table.number(cost.millis().greatest(), 1));
    }
    return table;
  }
}
