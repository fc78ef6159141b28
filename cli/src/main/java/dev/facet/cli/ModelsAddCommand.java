package dev.facet.cli;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.DetectorManifest;
import dev.facet.model.bundle.DetectorManifest.Layout;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.imports.BundleImport;
import dev.facet.model.imports.DetectorImport;
import dev.facet.model.imports.ImportOptions;
import dev.facet.model.imports.ImportOptions.Size;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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

/** {@code facet models add}: a published model becomes a version of a repository. */
@Command(
    name = "add",
    description = {
      "Adds a published MXNet model to a repository as a new version.",
      "",
      "DIR holds one *-symbol.json and its *-NNNN.params. What the files tell is found, the rest is"
          + " assumed, and both are printed; an option says better. Check what was assumed: a wrong"
          + " order of channels or a wrong mean costs accuracy without an error.",
      "",
      "With --detector the model finds faces in photos. Of retinaface DIR holds one network, of mtcnn"
          + " three, which run in the order of their names (det1, det2, det3)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models add ~/downloads/mobileface --name mobileface --license MIT",
      "  facet models add ~/downloads/r100 --name r100 --size 112x112 --channels BGR \\",
      "      --mean 127.5 --std 128 --output fc1_output --models /srv/models",
      "  facet models add ~/downloads/r50 --name r50 --mean 123.7,116.8,103.9 --std 1",
      "  facet models add ~/downloads/retinaface --name detector --detector retinaface"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsAddCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Directory of the published model.")
  private Path directory;

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "Its version. Default: one above the highest.")
  private @Nullable Long version;

  @Option(
      names = "--detector",
      paramLabel = "LAYOUT",
      description = "The model finds faces, by networks of this layout: retinaface or mtcnn.")
  private @Nullable Layout detector;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Width and height of the input in pixels.")
  private @Nullable Size size;

  @Option(
      names = "--channels",
      paramLabel = "ORDER",
      description = "Order of the input's channels: ${COMPLETION-CANDIDATES}.")
  private @Nullable Channels channels;

  @Option(
      names = "--mean",
      paramLabel = "M",
      split = ",",
      description = "What is subtracted from pixel values: one number, or one a channel.")
  private @Nullable List<Float> mean;

  @Option(
      names = "--std",
      paramLabel = "S",
      split = ",",
      description = "By what they are then divided: one number, or one a channel.")
  private @Nullable List<Float> std;

  @Option(
      names = "--output",
      paramLabel = "OUTPUT",
      description = "Name of the symbol's output that is the embedding.")
  private @Nullable String output;

  @Option(
      names = "--template",
      paramLabel = "TEMPLATE",
      converter = TemplateConverter.class,
      description = "How faces are aligned: arcface-112, or none.")
  private @Nullable Template template;

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description = "Where the model comes from, for people.")
  private @Nullable String source;

  @Mixin private NewVersionOptions described;

  @Mixin private RepositoryOption option;

  ModelsAddCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Bundle bundle = detector == null ? addEmbedder() : addDetector(detector);
    console.out().println("added    " + bundle.directory());
    return ExitCode.OK;
  }

  private Bundle addEmbedder() throws IOException {
    BundleImport model = BundleImport.examine(directory, options());
    say(model.found(), model.assumed());
    Manifest manifest = model.manifest();
    Manifest described =
        new Manifest(
            manifest.files(),
            manifest.input(),
            manifest.output(),
            manifest.alignment(),
            described(manifest.about()));
    return publish(
        (repository, name, version) ->
            repository.publish(name, version, described, model.symbol(), model.params()));
  }

  private Bundle addDetector(Layout layout) throws IOException {
    if (output != null || template != null) {
      throw new ParameterException(
          spec.commandLine(), "--output, --template: given with --detector, which has neither");
    }
    DetectorImport model = DetectorImport.examine(directory, layout, options());
    say(model.found(), model.assumed());
    DetectorManifest manifest = model.manifest();
    DetectorManifest described =
        new DetectorManifest(
            layout, manifest.networks(), manifest.input(), described(manifest.about()));
    return publish(
        (repository, name, version) ->
            repository.publish(name, version, described, model.networks()));
  }

  private ImportOptions options() {
    return new ImportOptions(size, channels, mean, std, output, template);
  }

  private void say(List<String> found, List<String> assumed) {
    PrintStream out = console.out();
    found.forEach(sentence -> out.println("found    " + sentence));
    assumed.forEach(sentence -> out.println("assumed  " + sentence));
  }

  /** Adds a version to a repository. */
  @FunctionalInterface
  private interface Publication {
    Bundle to(ModelRepository repository, String name, OptionalLong version) throws IOException;
  }

  private Bundle publish(Publication publication) throws IOException {
    OptionalLong chosen = version == null ? OptionalLong.empty() : OptionalLong.of(version);
    try {
      return publication.to(option.repository(), described.name(), chosen);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Manifest.About described(Manifest.About about) {
    Map<String, String> provenance = new LinkedHashMap<>(about.provenance());
    if (source != null) {
      provenance.put("source", source);
    }
    return new Manifest.About(
        described.license().isEmpty() ? about.license() : described.license(),
        provenance,
        about.measured());
  }
}
