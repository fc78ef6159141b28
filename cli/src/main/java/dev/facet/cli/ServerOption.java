package dev.facet.cli;

import dev.facet.client.FacetClient;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class ServerOption {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = EmbedderOptions.DEFAULT_SERVER,
      description = "The server. Default: ${DEFAULT-VALUE}.")
  private String server;

  /** A client of it, which connects with its first call. */
  FacetClient connect() {
    return FacetClient.builder(server).plaintext().build();
  }
}
