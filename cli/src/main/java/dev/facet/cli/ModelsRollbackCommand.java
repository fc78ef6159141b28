package dev.facet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facet models rollback}: the version before goes live again. */
@Command(
    name = "rollback",
    description = {
      "Makes the version live again that was before the present one.",
      "",
      "Rolling back again goes further back. The server must allow it (models.activation)."
    },
    footerHeading = "%nExamples:%n",
    footer = "  facet models rollback mobileface")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsRollbackCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ServedModelOptions model;

  ModelsRollbackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return model.change(console, (client, admin) -> admin.rollback(model.name()));
  }
}
