package dev.facet.cli;

import dev.facet.client.FacetClient;
import dev.facet.client.ModelAdmin;
import dev.facet.client.ModelVersion;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model of which server a command changes, and what all such commands do alike. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServedModelOptions {
  @Parameters(paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Mixin private ServerOption server;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      defaultValue = "300",
      converter = SecondsConverter.class,
      description = {
        "How long to wait. Default: ${DEFAULT-VALUE}.",
        "The server goes on with what was asked of it."
      })
  private Duration deadline;

  /** A change of a server's models, which waits until it has happened. */
  interface Change {
    /** Makes it, and returns the version that it was about. */
    ModelVersion make(FacetClient client, ModelAdmin admin) throws IOException;
  }

  /** Name of the model. */
  String name() {
    return name;
  }

  /**
   * Makes a change, shows on a terminal how far it is, and says on stdout what the version is then.
   *
   * @return the exit code
   */
  int change(Console console, Change change) throws IOException {
    try (FacetClient client = server.connect()) {
      console.out().println(VersionText.of(changed(console, client, change)));
    }
    return ExitCode.OK;
  }

  private ModelVersion changed(Console console, FacetClient client, Change change)
      throws IOException {
    LoadProgress progress = LoadProgress.start(console, client, name);
    try {
      return change.make(client, client.modelAdmin().withDeadline(deadline));
    } finally {
      progress.close();
    }
  }
}
