package dev.facet.benchmarks;

import dev.facet.benchmarks.fairness.FairnessBenchmark;
import dev.facet.benchmarks.fairness.FairnessReport;
import dev.facet.benchmarks.fairness.FairnessResult;
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

/** {@code facet bench fairness}: a caller of little beside callers of much. */
@Command(
    name = "fairness",
    description = {
      "Claim: whoever floods the server, a caller that asks for little is answered without error"
          + " and in bounded time; and a client that does not read its replies is read no further"
          + " and adds nothing to the server.",
      "",
      "Starts a server of its own. A polite caller sends single faces at random times, whatever"
          + " becomes of earlier ones: alone, beside a stream that sends as fast as flow control"
          + " lets it, beside many of them, beside large EmbedBatch calls, and beside a stream that"
          + " never reads. Ends with 1 if the claim does not hold."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  facet bench fairness", "  facet bench fairness --floods 100 --share 0.2"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FairnessCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private FairnessOptions options;
  @Mixin private OutputOption output;

  @Option(
      names = "--most-p99",
      paramLabel = "MS",
      defaultValue = "250",
      converter = OptionValues.Amount.class,
      description =
          "Greatest p99 of the polite caller in any situation that passes, in milliseconds; 0: any."
              + " Default: ${DEFAULT-VALUE}.")
  private double mostP99;

  @Option(
      names = "--most-heap",
      paramLabel = "MIB",
      defaultValue = "8",
      converter = OptionValues.Amount.class,
      description =
          "Most that a client which never reads may add to the server's heap, in MiB; 0: any."
              + " Default: ${DEFAULT-VALUE}.")
  private double mostHeap;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path log = output.file("fairness-server.log");
    FairnessResult result = new FairnessBenchmark(options.plan(), log, err::println).run();
    List<String> faults = result.faults(new FairnessResult.Bounds(mostP99, mostHeap));
    FairnessReport report = new FairnessReport(result);
    report.print(out);
    faults.forEach(fault -> out.println("failed  " + fault));
    output.write(out, "result", "fairness.json", file -> report.writeJson(faults, file));
    output.write(out, "picture", "fairness.png", file -> report.writePicture(file));
    return faults.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
