package dev.facet.cli;

import dev.facet.cli.face.FileFailure;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.DetectionModel;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.Calibration;
import dev.facet.model.signing.SignedCopy;
import dev.facet.model.signing.TrustedKeys;
import dev.facet.model.signing.VersionSignature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facet models check}: whether versions can be served. */
@Command(
    name = "check",
    description = {
      "Checks whether versions can be served.",
      "",
      "Loads each one as the server does: manifest, files, parameters against the symbol, and a"
          + " trial on the engine. A signature must hold; with --trusted-keys each version must have"
          + " one, by one of the keys. The exit code is 1 where one fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models check",
      "  facet models check mobileface --version 2 --models /srv/models",
      "  facet models check --trusted-keys model-keys.pem"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsCheckCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of a model. Default: all.")
  private @Nullable String name;

  @Option(names = "--version", paramLabel = "N", description = "Default: all versions.")
  private @Nullable Long version;

  @Option(
      names = "--trusted-keys",
      paramLabel = "FILE",
      description = "Public keys as PEM, by one of which each version must be signed.")
  private @Nullable Path trustedKeys;

  @Mixin private RepositoryOption option;

  ModelsCheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (name == null && version != null) {
      throw new ParameterException(spec.commandLine(), "--version: given without a model's name");
    }
    TrustedKeys keys = trustedKeys == null ? null : TrustedKeys.read(trustedKeys);
    ModelRepository repository = option.existing();
    List<String> models = name == null ? repository.models() : List.of(name);
    int checked = 0;
    int failed = 0;
    for (String model : models) {
      for (long each : version == null ? repository.versions(model) : List.of(version)) {
        checked++;
        failed += check(repository, model, each, keys) ? 0 : 1;
      }
    }
    if (checked == 0) {
      throw new IOException(
          repository.root() + ": no model" + (name == null ? "" : " " + name + " with a version"));
    }
    return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean check(
      ModelRepository repository, String model, long number, @Nullable TrustedKeys keys) {
    PrintStream out = console.out();
    String label = model + " version " + number + ": ";
    try {
      if (keys == null) {
        load(repository.openAny(model, number));
      } else {
        try (SignedCopy copy = SignedCopy.of(repository, model, number, keys)) {
          load(copy.open());
        }
      }
      out.println(label + "ok" + signer(repository, model, number));
      return true;
    } catch (IOException e) {
      out.println(label + FileFailure.message(e));
      return false;
    }
  }

  /** By whom a version is signed, in words; empty where it is not signed. */
  private static String signer(ModelRepository repository, String model, long number)
      throws IOException {
    Bundle bundle = repository.openAny(model, number);
    Optional<VersionSignature> signature = VersionSignature.find(bundle.directory());
    if (signature.isEmpty()) {
      return "";
    }
    signature.get().requireHolds(bundle, model, number);
    return ", signed by " + signature.get().key();
  }

  private static void load(Bundle bundle) throws BadBundleException {
    if (bundle instanceof DetectorBundle detector) {
      DetectionModel.load(detector, ComputeDevice.CPU).close();
    } else {
      Calibration.of(bundle.about().measured());
      EmbeddingModel.load((ModelBundle) bundle, ComputeDevice.CPU).close();
    }
  }
}
