package dev.facet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facet models pin}: a version is kept loaded beside the live one. */
@Command(
    name = "pin",
    description = {
      "Keeps a version loaded beside the live one, for requests that name it.",
      "",
      "It stays so after a restart of the server, until it is taken out (facet models deactivate)."
          + " The server must allow it (models.activation)."
    },
    footerHeading = "%nExamples:%n",
    footer = "  facet models pin mobileface --version 1")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsPinCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ServedModelOptions model;

  @Option(
      names = "--version",
      paramLabel = "N",
      required = true,
      converter = VersionConverter.class,
      description = "The version.")
  private long version;

  ModelsPinCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return model.change(console, (client, admin) -> admin.pin(model.name(), version));
  }
}
