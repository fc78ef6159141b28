package dev.facet.cli;

import dev.facet.client.ModelRef;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facet models activate}: another version goes live on a running server. */
@Command(
    name = "activate",
    description = {
      "Makes a version of a model live on a running server, and waits until it is.",
      "",
      "The version must be in the server's repository, and the server must allow it"
          + " (models.activation). A version that cannot be loaded is refused, with the reason; the"
          + " live one goes on. The choice outlives a restart of the server."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models activate mobileface",
      "  facet models activate mobileface --version 2 --server localhost:50051"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsActivateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ServedModelOptions model;

  @Option(
      names = "--version",
      paramLabel = "N",
      converter = VersionConverter.class,
      description = "Default: the highest in the server's repository.")
  private @Nullable Long version;

  @Option(
      names = "--digest",
      paramLabel = "DIGEST",
      defaultValue = "",
      description = "Refuse a version whose digest is another. Default: take any.")
  private String digest;

  ModelsActivateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ModelRef chosen = new ModelRef(model.name(), version == null ? 0 : version, digest);
    return model.change(console, (client, admin) -> admin.activate(chosen));
  }
}
