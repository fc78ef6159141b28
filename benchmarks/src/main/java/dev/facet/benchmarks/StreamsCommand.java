package dev.facet.benchmarks;

import dev.facet.benchmarks.streams.StreamsBenchmark;
import dev.facet.benchmarks.streams.StreamsReport;
import dev.facet.benchmarks.streams.StreamsResult;
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

/** {@code facet bench streams}: the same load on one stream and on thousands. */
@Command(
    name = "streams",
    description = {
      "Claim: a request costs the server the same on one of 10,000 open streams as on a lone one,"
          + " within a quarter, and an idle stream takes a few KiB.",
      "",
      "Starts a server of its own. For each number of streams the same requests a second are spread"
          + " over all of them, once each had one. Ends with 1 if the claim does not hold."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet bench streams",
      "  facet bench streams --idle-engine --rate 1000",
      "  facet bench streams --counts 1,50000 --connections 64 --rounds 1"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StreamsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private StreamsOptions options;
  @Mixin private OutputOption output;

  @Option(
      names = "--most-ratio",
      paramLabel = "R",
      defaultValue = "1.25",
      converter = OptionValues.Amount.class,
      description =
          "Greatest processor time of a request with most streams over that with fewest that"
              + " passes; 0: any. Default: ${DEFAULT-VALUE}.")
  private double mostRatio;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path log = output.file("streams-server.log");
    StreamsResult result = new StreamsBenchmark(options.plan(), log, err::println).run();
    List<String> faults = result.faults(mostRatio);
    StreamsReport report = new StreamsReport(result);
    report.print(out);
    faults.forEach(fault -> out.println("failed  " + fault));
    output.write(out, "samples", "streams.json", file -> report.writeJson(faults, file));
    output.write(out, "picture", "streams.png", file -> report.writePicture(file));
    return faults.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
