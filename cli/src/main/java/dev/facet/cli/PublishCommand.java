package dev.facet.cli;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.trainer.config.PublishConfig;
import dev.facet.trainer.run.NotBetterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facet publish}: a trained network becomes a version of a repository, and live. */
@Command(
    name = "publish",
    description = {
      "Publishes a bundle, such as facet train leaves, as the next version of a model.",
      "",
      "The bundle is loaded as a server does, and refused if that fails. With --pairs or --bin it is"
          + " measured, and the result stands in the version's manifest. With --server the version is"
          + " made live; the server must serve the same repository and allow it"
          + " (models.activation). A version that cannot be made live stays published."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet publish runs/small/model --name small",
      "  facet publish runs/small/model --name small --server localhost:50051 \\",
      "      --if-better-than-live --pairs pairsDevTest.txt --images lfw --landmarks points.txt"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PublishCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The bundle: model.yaml, symbol and parameters.")
  private Path directory;

  @ArgGroup private @Nullable VerificationOptions verification;

  @Option(
      names = "--if-better-than-live",
      description =
          "Refuse a bundle that is not more accurate than the live version: the server's, or"
              + " without --server the one that the repository makes live. An equal one is not better.")
  private boolean ifBetter;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "Server that makes the version live. Default: none.")
  private @Nullable String server;

  @Mixin private SecurityOptions security;

  @Mixin private NewVersionOptions version;

  @Mixin private RepositoryOption option;

  PublishCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, NotBetterException {
    if (ifBetter && verification == null) {
      throw new ParameterException(
          spec.commandLine(), "--if-better-than-live: given without --pairs or --bin");
    }
    PublishConfig config =
        new PublishConfig(
            version.name(),
            option.repository().root(),
            version.license(),
            Optional.ofNullable(server),
            ifBetter);
    new Publisher(
            console,
            config,
            Optional.ofNullable(verification).map(VerificationOptions::set),
            security)
        .publish(ModelBundle.open(directory));
    return ExitCode.OK;
  }
}
