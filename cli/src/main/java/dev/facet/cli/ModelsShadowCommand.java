package dev.facet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facet models shadow}: a candidate is measured, and answers nobody. */
@Command(
    name = "shadow",
    description = {
      "Lets a version embed a share of the live version's faces again.",
      "",
      "Nobody gets the result; facet models list --server says how well the two agree. It has the"
          + " time that live work leaves. The rollout ends with facet models promote or abort, and"
          + " with a restart of the server, which must allow it (models.activation)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models shadow mobileface --version 3 --share 10%%",
      "  facet models list --server localhost:50051"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsShadowCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ServedModelOptions model;

  @Mixin private RolloutOptions rollout;

  ModelsShadowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return model.change(
        console,
        (client, admin) -> admin.startShadow(model.name(), rollout.version(), rollout.share()));
  }
}
