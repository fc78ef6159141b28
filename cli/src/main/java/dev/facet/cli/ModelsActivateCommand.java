package dev.facet.cli;

import dev.facet.client.FacetClient;
import dev.facet.client.ModelVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facet models activate}: another version goes live on a running server. */
@Command(
    name = "activate",
    description = {
      "Makes a version of a model live on a running server, and waits until it is.",
      "",
      "The version must be in the server's repository, and the server must allow it"
          + " (models.activation). A version that cannot be loaded is refused, with the reason; the"
          + " live one goes on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models activate mobileface",
      "  facet models activate mobileface --version 2 --server localhost:50051"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsActivateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "N",
      defaultValue = "0",
      description = "Default: the highest in the server's repository.")
  private long version;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = EmbedderOptions.DEFAULT_SERVER,
      description = "The server. Default: ${DEFAULT-VALUE}.")
  private String server;

  ModelsActivateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (FacetClient client = FacetClient.builder(server).plaintext().build()) {
      ModelVersion live = client.modelAdmin().activate(name, version);
      console.out().println("live  %s version %d".formatted(name, live.ref().version()));
    }
    return ExitCode.OK;
  }
}
