package dev.facet.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facet models}: what a model repository holds. */
@Command(
    name = "models",
    description = {
      "Looks after a model repository, and which of its versions a server has live.",
      "",
      "A repository is a directory of models; a model is a directory of versions, each with a"
          + " manifest (model.yaml), an MXNet symbol and its parameters."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models add ~/downloads/mobileface --name mobileface",
      "  facet models list",
      "  facet models show mobileface",
      "  facet models check",
      "  facet models canary mobileface --version 2 --share 5%%",
      "  facet models promote mobileface"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsCommand implements Runnable {
  /** Headings of the help, each with the commands below it. */
  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("In a repository", List.of("list", "show", "add", "check", "quantize", "sign"));
    GROUPS.put(
        "On a running server (so is list --server)",
        List.of("activate", "rollback", "deactivate", "pin", "watch"));
    GROUPS.put(
        "A candidate beside the live version", List.of("canary", "shadow", "promote", "abort"));
  }

  @Spec private CommandSpec spec;

  /** The command with all that is below it. */
  static CommandLine commandLine(Console console) {
    return new CommandLine(new ModelsCommand())
        .addSubcommand(new ModelsListCommand(console))
        .addSubcommand(new ModelsShowCommand(console))
        .addSubcommand(new ModelsAddCommand(console))
        .addSubcommand(new ModelsCheckCommand(console))
        .addSubcommand(new ModelsQuantizeCommand(console))
        .addSubcommand(new ModelsSignCommand(console))
        .addSubcommand(new ModelsActivateCommand(console))
        .addSubcommand(new ModelsRollbackCommand(console))
        .addSubcommand(new ModelsDeactivateCommand(console))
        .addSubcommand(new ModelsPinCommand(console))
        .addSubcommand(new ModelsWatchCommand(console))
        .addSubcommand(new ModelsCanaryCommand(console))
        .addSubcommand(new ModelsShadowCommand(console))
        .addSubcommand(new ModelsPromoteCommand(console))
        .addSubcommand(new ModelsAbortCommand(console));
  }

  /** Lists the commands in groups in the help of this command. */
  static void groupHelp(CommandLine models) {
    models.getCommandSpec().usageMessage().commandListHeading("");
    models
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, ModelsCommand::groups);
  }

  private static String groups(Help help) {
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (heading, names) -> {
          Map<String, Help> commands = new LinkedHashMap<>(help.subcommands());
          commands.keySet().retainAll(names);
          text.append("%n%s:%n".formatted(heading)).append(help.commandList(commands));
        });
    return text.toString();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
