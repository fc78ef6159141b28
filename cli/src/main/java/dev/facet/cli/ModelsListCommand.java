package dev.facet.cli;

import dev.facet.client.FacetClient;
import dev.facet.client.ModelDescription;
import dev.facet.client.ModelKind;
import dev.facet.client.ModelVersion;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facet models list}: a line for each version. */
@Command(
    name = "list",
    description = {
      "Lists the versions of all models, of a repository or of a running server.",
      "",
      "Of a repository only manifests are read, and which versions a server loads when it starts:"
          + " the live one, and those that are pinned. A server says what each version is doing,"
          + " and of a shadow how well it agrees with the live version."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models list",
      "  facet models list --models /srv/models",
      "  facet models list --server localhost:50051"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsListCommand implements Callable<Integer> {
  /** As many hexadecimal digits of a digest as tell versions apart for people. */
  private static final int DIGEST_DIGITS = 12;

  /** What stands in place of a dimension where faces are found, not embedded. */
  private static final String DETECTOR = "detector";

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "List what this server has instead of a repository.")
  private @Nullable String server;

  @Mixin private SecurityOptions security;
  @Mixin private RepositoryOption option;

  ModelsListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (server != null && spec.commandLine().getParseResult().hasMatchedOption("--models")) {
      throw new ParameterException(spec.commandLine(), "--server and --models: only one is listed");
    }
    Table.print(server == null ? ofRepository() : ofServer(server), console.out());
    return ExitCode.OK;
  }

  private List<List<String>> ofServer(String server) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("MODEL", "VERSION", "STATE", "DIMENSION", "DIGEST", "DETAILS"));
    try (FacetClient client = security.connect(server)) {
      client.models().versions().forEach(version -> rows.add(row(version)));
    }
    return rows;
  }

  private static List<String> row(ModelVersion version) {
    String digest = version.ref().digest();
    return List.of(
        version.ref().name(),
        Long.toString(version.ref().version()),
        VersionText.state(version),
        dimension(version),
        digest.substring(0, Math.min(DIGEST_DIGITS, digest.length())),
        VersionText.details(version));
  }

  private static String dimension(ModelVersion version) {
    return version.kind() == ModelKind.DETECTOR
        ? DETECTOR
        : version.description().map(ModelDescription::dimension).map(Object::toString).orElse("");
  }

  private List<List<String>> ofRepository() throws IOException {
    ModelRepository repository = option.existing();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("MODEL", "VERSION", "SERVED", "INPUT", "DIMENSION", "LICENSE"));
    for (String model : repository.models()) {
      OptionalLong live = LiveModel.number(repository, model);
      List<Long> pinned = repository.serving(model).pinned();
      for (long version : repository.versions(model)) {
        String served =
            live.isPresent() && live.getAsLong() == version
                ? "live"
                : pinned.contains(version) ? "pinned" : "";
        rows.add(row(repository, model, version, served));
      }
    }
    return rows;
  }

  private static List<String> row(
      ModelRepository repository, String model, long version, String served) {
    String number = Long.toString(version);
    try {
      Bundle bundle = repository.openAny(model, version);
      return List.of(
          model, number, served, input(bundle), dimension(bundle), bundle.about().license());
    } catch (BadBundleException e) {
      return List.of(model, number, served, "unusable: " + e.getMessage());
    }
  }

  private static String input(Bundle bundle) {
    Manifest.Input input =
        bundle instanceof DetectorBundle detector
            ? detector.manifest().input()
            : ((ModelBundle) bundle).manifest().input();
    return "%dx%d %s".formatted(input.width(), input.height(), input.channels());
  }

  private static String dimension(Bundle bundle) {
    return bundle instanceof ModelBundle model
        ? Integer.toString(model.manifest().output().dimension())
        : DETECTOR;
  }
}
