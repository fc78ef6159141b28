package dev.facet.cli;

import dev.facet.client.FacetClient;
import dev.facet.client.ModelRef;
import dev.facet.client.ModelVersion;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facet models promote}: the candidate goes live. */
@Command(
    name = "promote",
    description = {
      "Makes the canary or the shadow of a model the live version.",
      "",
      "It is loaded already, so that this is only a switch. The server must allow it"
          + " (models.activation)."
    },
    footerHeading = "%nExamples:%n",
    footer = "  facet models promote mobileface")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsPromoteCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ServedModelOptions model;

  ModelsPromoteCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return model.change(console, (client, admin) -> admin.activate(candidate(client)));
  }

  /** With its digest: what goes live is what ran as the candidate. */
  private ModelRef candidate(FacetClient client) throws IOException {
    for (ModelVersion version : client.models().versions()) {
      if (version.ref().name().equals(model.name()) && version.isCandidate()) {
        return version.ref();
      }
    }
    throw new IOException(model.name() + ": no canary and no shadow");
  }
}
