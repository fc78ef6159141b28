package dev.facet.cli;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code facet models list}: a line for each version. */
@Command(
    name = "list",
    description = {
      "Lists the versions of all models.",
      "",
      "Only manifests are read; facet models check loads the models, too."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  facet models list", "  facet models list --models /srv/models"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsListCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private RepositoryOption option;

  ModelsListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ModelRepository repository = option.existing();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("MODEL", "VERSION", "INPUT", "DIMENSION", "LICENSE"));
    for (String model : repository.models()) {
      for (long version : repository.versions(model)) {
        rows.add(row(repository, model, version));
      }
    }
    Table.print(rows, console.out());
    return ExitCode.OK;
  }

  private static List<String> row(ModelRepository repository, String model, long version) {
    String number = Long.toString(version);
    try {
      Manifest manifest = repository.open(model, version).manifest();
      Manifest.Input input = manifest.input();
      return List.of(
          model,
          number,
          "%dx%d %s".formatted(input.width(), input.height(), input.channels()),
          Integer.toString(manifest.output().dimension()),
          manifest.about().license());
    } catch (BadBundleException e) {
      return List.of(model, number, "unusable: " + e.getMessage());
    }
  }
}
