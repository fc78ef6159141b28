package dev.facet.cli;

import dev.facet.client.FacetClient;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServerOption {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = EmbedderOptions.DEFAULT_SERVER,
      description = "The server. Default: ${DEFAULT-VALUE}.")
  private String server;

  @Mixin private SecurityOptions security;

  /** A client of it; see {@link SecurityOptions#connect}. */
  FacetClient connect() throws IOException {
    return security.connect(server);
  }
}
