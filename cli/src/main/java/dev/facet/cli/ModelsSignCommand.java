package dev.facet.cli;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.signing.SigningKey;
import dev.facet.model.signing.VersionSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facet models sign}: who vouches for a version. */
@Command(
    name = "sign",
    description = {
      "Signs a version, for servers that load none without a signature (models.trusted-keys).",
      "",
      "The signature lies beside the version's files (model.sig) and holds for them as they are"
          + " now, under this name and number. After any change, as by facet calibrate, sign again."
          + " docs/security.md tells how keys are made."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models sign mobileface --key model-key.pem",
      "  facet models sign mobileface --version 2 --key model-key.pem --models /srv/models"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsSignCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "Private key of Ed25519, as PEM (PKCS#8).")
  private Path key;

  @Mixin private ExistingVersionOptions option;

  ModelsSignCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    SigningKey signing = SigningKey.read(key);
    ModelRepository repository = option.existing();
    long version = option.versionOf(name);
    Bundle bundle = repository.openAny(name, version);
    VersionSignature.write(bundle, name, version, signing);
    console.out().println("signed  " + bundle.directory());
    console.out().println("key     " + signing.verifying().fingerprint());
    return ExitCode.OK;
  }
}
