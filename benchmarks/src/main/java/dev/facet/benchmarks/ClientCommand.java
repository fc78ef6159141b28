package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.client.ClientCalls;
import dev.facet.benchmarks.client.ClientReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facet bench client}: the Java client beside the stubs that it is made of. */
@Command(
    name = "client",
    description = {
      "Claim: the Java client costs next to nothing beside the generated stub, and threads that"
          + " share streams get nine tenths of a stream of their own.",
      "",
      "Measures with JMH how many faces a second each way of embedding brings to a server that"
          + " answers at once, and what it allocates. Takes about eight minutes, most of which both"
          + " sides need until their code is compiled."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  facet bench client", "  facet bench client --seconds 1 --rounds 2"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ClientCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      converter = Positive.class,
      description =
          "Rounds of each way, and as many before that do not count. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      converter = Seconds.class,
      description = "How long a round lasts. Default: ${DEFAULT-VALUE}.")
  private Duration time;

  @Override
  public Integer call() throws IOException, RunnerException {
    PrintWriter out = spec.commandLine().getOut();
    Path samples = output.file("client.json");
    TimeValue round = new TimeValue(time.toMillis(), TimeUnit.MILLISECONDS);
    var results =
        new Runner(
                new OptionsBuilder()
                    .include(ClientCalls.class.getName())
                    .forks(1)
                    .warmupIterations(rounds)
                    .warmupTime(round)
                    .measurementIterations(rounds)
                    .measurementTime(round)
                    .addProfiler(GCProfiler.class)
                    .resultFormat(ResultFormatType.JSON)
                    .result(samples.toString())
                    .build())
            .run();
    new ClientReport(results).table().print(out);
    out.println("samples  " + samples);
    return ExitCode.OK;
  }
}
