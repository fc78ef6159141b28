package dev.facet.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facet bench}: a subcommand for each benchmark. */
@Command(
    name = "bench",
    description = "Measures what Facet claims about speed and memory.",
    synopsisSubcommandLabel = "BENCHMARK",
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet bench engine",
      "  facet bench throughput",
      "  facet bench fairness",
      "  facet bench streams --idle-engine",
      "  facet bench images --images lfw --landmarks landmarks.txt",
      "  facet bench detection --detector retinaface --images lfw",
      "  facet bench client",
      "  facet bench swap --swaps 300",
      "  facet bench soak --minutes 20",
      "  facet bench training --people lfw --landmarks landmarks.txt",
      "  facet bench training-memory --people lfw --landmarks landmarks.txt --minutes 60"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  private BenchCommand() {}

  /** The command with all benchmarks, which writes to where its {@link CommandLine} does. */
  public static CommandLine commandLine() {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new EngineCommand())
        .addSubcommand(new ThroughputCommand())
        .addSubcommand(new FairnessCommand())
        .addSubcommand(new StreamsCommand())
        .addSubcommand(new ImagesCommand())
        .addSubcommand(new DetectionCommand())
        .addSubcommand(new ClientCommand())
        .addSubcommand(new SwapCommand())
        .addSubcommand(new SoakCommand())
        .addSubcommand(new TrainingCommand())
        .addSubcommand(new TrainingMemoryCommand())
        .addSubcommand(new IdentitiesCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing benchmark");
  }
}
