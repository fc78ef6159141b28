package dev.facet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facet models deactivate}: a version is served no more. */
@Command(
    name = "deactivate",
    description = {
      "Takes a version out of a running server.",
      "",
      "It finishes the requests that it has, and is freed. Without its live version a model is not"
          + " served, also after a restart; a pinned version is pinned no more; the rollout of a"
          + " candidate has ended. The server must allow it (models.activation)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models deactivate mobileface",
      "  facet models deactivate mobileface --version 1"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsDeactivateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ServedModelOptions model;

  @Option(
      names = "--version",
      paramLabel = "N",
      converter = VersionConverter.class,
      description = "Default: the live one.")
  private @Nullable Long version;

  ModelsDeactivateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    long chosen = version == null ? 0 : version;
    return model.change(console, (client, admin) -> admin.deactivate(model.name(), chosen));
  }
}
