package dev.facet.cli;

import dev.facet.benchmarks.BenchCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code facet} command and the entry point of the process. */
@Command(
    name = "facet",
    description =
        "Face embeddings: find faces, embed and compare them, serve and train models for them.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Facet.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed; the reason is on stderr", "2:called wrongly"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models add ~/downloads/mobileface --name mobileface",
      "  facet serve",
      "  facet compare ann.jpg bob.jpg",
      "  facet embed faces/*.jpg --format npy --output faces.npy",
      "  facet detect party.jpg --draw party-faces.png"
    })
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets and reads the fields
public final class Facet implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  private boolean version;

  private Facet() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Console console = Console.ofProcess();
    int status = commandLine(console).execute(arguments);
    if (console.out().checkError() && status == CommandLine.ExitCode.OK) {
      console.err().println("facet: standard output: not all could be written");
      status = CommandLine.ExitCode.SOFTWARE;
    }
    BoundedExit.exit(status);
  }

  /** The whole command, which writes to the given console only. */
  static CommandLine commandLine(Console console) {
    CommandLine models = ModelsCommand.commandLine(console);
    CommandLine records =
        new CommandLine(new RecordsCommand())
            .addSubcommand(new RecordsPackCommand(console))
            .addSubcommand(new RecordsInspectCommand(console));
    CommandLine facet =
        new CommandLine(new Facet())
            .addSubcommand(new ServeCommand(console))
            .addSubcommand(new TokenCommand(console))
            .addSubcommand(new EmbedCommand(console))
            .addSubcommand(new CompareCommand(console))
            .addSubcommand(new DetectCommand(console))
            .addSubcommand(new AlignCommand(console))
            .addSubcommand(models)
            .addSubcommand(EvaluateCommand.commandLine(console))
            .addSubcommand(new CalibrateCommand(console))
            .addSubcommand(records)
            .addSubcommand(new TrainCommand(console))
            .addSubcommand(new StudyCommand(console))
            .addSubcommand(new PublishCommand(console))
            .addSubcommand(BenchCommand.commandLine())
            .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(100)
            .setExecutionExceptionHandler(new ErrorReport());
    separateHelpSections(facet);
    ModelsCommand.groupHelp(models);
    return facet;
  }

  private static void separateHelpSections(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .descriptionHeading("%n")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n");
    command.getSubcommands().values().forEach(Facet::separateHelpSections);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** The version of the jar that this class comes from. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Facet.class.getPackage().getImplementationVersion();
      return new String[] {"facet " + (version == null ? "(not packaged)" : version)};
    }
  }
}
