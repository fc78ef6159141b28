package dev.facet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facet models canary}: a candidate answers a part of the requests. */
@Command(
    name = "canary",
    description = {
      "Lets a version answer a share of the requests that name no version.",
      "",
      "Requests of one routing key go one way. Called again, it changes the share. The rollout ends"
          + " with facet models promote or abort, and with a restart of the server, which must"
          + " allow it (models.activation)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models canary mobileface --version 3 --share 5%%",
      "  facet models canary mobileface --version 3 --share 0.5"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsCanaryCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ServedModelOptions model;

  @Mixin private RolloutOptions rollout;

  ModelsCanaryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return model.change(
        console,
        (client, admin) -> admin.startCanary(model.name(), rollout.version(), rollout.share()));
  }
}
