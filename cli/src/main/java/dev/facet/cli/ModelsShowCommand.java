package dev.facet.cli;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.signing.BadSignatureException;
import dev.facet.model.signing.VersionSignature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code facet models show}: the manifest of one version. */
@Command(
    name = "show",
    description = {
      "Shows the manifest of a version, as YAML, with its digest as a comment.",
      "",
      "Says also by which key it is signed: the SHA-256 of the public key. Whether that is to be"
          + " trusted, facet models check --trusted-keys tells."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  facet models show mobileface", "  facet models show mobileface --version 2"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsShowCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Mixin private ExistingVersionOptions option;

  ModelsShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ModelRepository repository = option.existing();
    long chosen = option.versionOf(name);
    Bundle bundle = repository.openAny(name, chosen);
    PrintStream out = console.out();
    out.println("# " + name + " version " + chosen + " in " + bundle.directory());
    out.println("# digest " + bundle.digest());
    out.println("# " + signature(bundle, chosen));
    out.print(Files.readString(bundle.directory().resolve(ManifestFile.NAME)));
    return ExitCode.OK;
  }

  private String signature(Bundle bundle, long version) throws IOException {
    try {
      Optional<VersionSignature> signature = VersionSignature.find(bundle.directory());
      if (signature.isEmpty()) {
        return "not signed";
      }
      signature.get().requireHolds(bundle, name, version);
      return "signed by " + signature.get().key();
    } catch (BadSignatureException e) {
      return "signature does not hold: " + e.getMessage();
    }
  }
}
