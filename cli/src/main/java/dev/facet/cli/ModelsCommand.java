package dev.facet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
      "  facet models activate mobileface --version 2"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
