package dev.facet.benchmarks;

import dev.facet.benchmarks.soak.SoakBenchmark;
import dev.facet.benchmarks.soak.SoakFiles;
import dev.facet.benchmarks.soak.SoakReport;
import dev.facet.benchmarks.soak.SoakResult;
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

/** {@code facet bench soak}: a server under load of all kinds for many minutes. */
@Command(
    name = "soak",
    description = {
      "Claim: a server keeps working under all that it meets: every request is answered once, as it"
          + " should be, and no memory, thread or file stays.",
      "",
      "Starts a server of its own, with TLS, tokens and HTTP, and sends it calls, batches and"
          + " streams of images of many sizes and formats, at random times, whatever becomes of"
          + " earlier ones; among them bad input, streams that are read slowly, clients that go"
          + " away in the middle, and connections that come and go. Meanwhile two versions are"
          + " swapped, and certificate and token replaced. Ends with 1 if a claim does not hold."
          + " What grows is judged in runs of 10 minutes or more."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  facet bench soak", "  facet bench soak --images lfw --minutes 1"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SoakCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private SoakOptions options;
  @Mixin private OutputOption output;

  @Option(
      names = "--most-refused",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      converter = OptionValues.Share.class,
      description =
          "Greatest part of the requests that may be refused since there is too much to do."
              + " Default: ${DEFAULT-VALUE}.")
  private double mostRefused;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path log = output.file("soak-server.log");
    SoakResult result;
    try (TemporaryDirectory directory = TemporaryDirectory.in(output.directory())) {
      result = new SoakBenchmark(options.plan(), directory.path(), log, err::println).run();
    }
    List<String> faults = result.faults(mostRefused);
    new SoakReport(result).print(out);
    faults.forEach(fault -> out.println("failed  " + fault));
    output.write(out, "samples", "soak.json", file -> SoakFiles.writeJson(result, faults, file));
    output.write(out, "picture", "soak.png", file -> SoakFiles.writePicture(result, file));
    return faults.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
