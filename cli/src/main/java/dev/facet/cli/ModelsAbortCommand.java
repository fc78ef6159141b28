package dev.facet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facet models abort}: the candidate is taken back. */
@Command(
    name = "abort",
    description = {
      "Ends the rollout of a canary or a shadow; the live version stays live.",
      "",
      "The candidate finishes the requests that it has, and is freed unless it is pinned. The"
          + " server must allow it (models.activation)."
    },
    footerHeading = "%nExamples:%n",
    footer = "  facet models abort mobileface")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsAbortCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ServedModelOptions model;

  ModelsAbortCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return model.change(console, (client, admin) -> admin.stopRollout(model.name()));
  }
}
