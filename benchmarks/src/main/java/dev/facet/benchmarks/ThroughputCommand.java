package dev.facet.benchmarks;

import dev.facet.benchmarks.throughput.ThroughputBenchmark;
import dev.facet.benchmarks.throughput.ThroughputFiles;
import dev.facet.benchmarks.throughput.ThroughputReport;
import dev.facet.benchmarks.throughput.ThroughputResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facet bench throughput}: how close to the engine's limit the server comes. */
@Command(
    name = "throughput",
    description = {
      "Claim: the engine alone sets the limit; the server costs next to nothing on top.",
      "",
      "Measures, on the same cores: the bare engine as published and tuned, the images alone, bare"
          + " gRPC beside a server without an engine, and the server with each model, in closed loop"
          + " and in open loop (requests at random times, whatever becomes of earlier ones; latencies"
          + " count from these times). Takes about half an hour for three models."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet bench throughput",
      "  facet bench throughput --quick",
      "  facet bench throughput --model models/default/1 --images lfw --loads 50,90,120",
      "  facet bench throughput --symbol lresnet34e-ir-symbol.json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ThroughputCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ThroughputOptions options;
  @Mixin private OutputOption output;

  @Option(names = "--strict", description = "End with 1 if a claim is missed.")
  private boolean strict;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path log = output.file("throughput-server.log");
    ThroughputResult result;
    try (TemporaryDirectory directory = TemporaryDirectory.in(output.directory())) {
      result =
          new ThroughputBenchmark(
                  options.plan(err::println), directory.path(), log, line -> say(err, line))
              .run();
    }
    ThroughputReport report = new ThroughputReport(result);
    report.print(out);
    output.write(
        out, "samples", "throughput.json", file -> ThroughputFiles.writeJson(result, file));
    output.write(
        out, "picture", "throughput.png", file -> ThroughputFiles.writePicture(result, file));
    return strict && !report.allReached() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
