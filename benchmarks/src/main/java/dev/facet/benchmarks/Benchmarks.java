package dev.facet.benchmarks;

import dev.facet.trainer.step.NonFiniteStepException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code benchmarks/run} command: a subcommand for each benchmark. */
@Command(
    name = "benchmarks/run",
    description = "Measures what Facet claims about speed and memory.",
    synopsisSubcommandLabel = "BENCHMARK",
    commandListHeading = "%nBenchmarks:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:failed; the reason is on stderr", "2:called wrongly"})
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets and reads the fields
public final class Benchmarks implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  private Benchmarks() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Benchmarks())
        .addSubcommand(new TrainingCommand())
        .addSubcommand(new TrainingMemoryCommand())
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler(Benchmarks::failed);
  }

  /** One line for what a user can mend, the stack for our own faults. */
  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (failure instanceof IOException || failure instanceof NonFiniteStepException) {
      // With its kind: the message of a file that is not there is the file's name alone.
      err.println(
          "benchmarks: " + failure.getClass().getSimpleName() + ": " + failure.getMessage());
    } else {
      failure.printStackTrace(err);
    }
    return ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing benchmark");
  }
}
