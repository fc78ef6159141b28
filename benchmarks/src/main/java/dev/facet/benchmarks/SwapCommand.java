package dev.facet.benchmarks;

import dev.facet.benchmarks.swap.SwapBenchmark;
import dev.facet.benchmarks.swap.SwapFiles;
import dev.facet.benchmarks.swap.SwapReport;
import dev.facet.benchmarks.swap.SwapResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facet bench swap}: versions that are swapped under load. */
@Command(
    name = "swap",
    description = {
      "Claim: a new version goes live under load, and nothing is lost: no error, no reply that is"
          + " missing, double or wrong, a 99th percentile of at most twice that without swaps, and"
          + " no memory, thread or file that stays.",
      "",
      "Starts a server of its own on two versions of a model. Requests come at random times,"
          + " whatever becomes of earlier ones, and latencies count from these times. Ends with 1"
          + " if a claim does not hold; --swaps 300 is the run for leaks."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet bench swap",
      "  facet bench swap --images lfw --rounds 3",
      "  facet bench swap --swaps 300"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SwapCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private SwapOptions options;
  @Mixin private OutputOption output;

  @Option(
      names = "--most-p99-ratio",
      paramLabel = "R",
      defaultValue = "2.0",
      converter = OptionValues.Amount.class,
      description =
          "Greatest p99 with swaps over p99 without that passes; 0: any. Default:"
              + " ${DEFAULT-VALUE}.")
  private double mostRatio;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path log = output.file("swap-server.log");
    SwapResult result;
    try (TemporaryDirectory directory = TemporaryDirectory.in(output.directory())) {
      result = new SwapBenchmark(options.plan(), directory.path(), log, err::println).run();
    }
    List<String> faults = result.faults(mostRatio);
    new SwapReport(result).print(out);
    faults.forEach(fault -> out.println("failed  " + fault));
    output.write(out, "samples", "swap.json", file -> SwapFiles.writeJson(result, faults, file));
    output.write(out, "picture", "swap.png", file -> SwapFiles.writePicture(result, file));
    return faults.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
