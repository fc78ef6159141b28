package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.DetectorBundle.NetworkFiles;
import dev.facet.model.bundle.DetectorManifest;
import dev.facet.model.bundle.DetectorManifest.Layout;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.imports.ImportOptions.Size;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.yaml.YamlSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** One examination of a published detector: makes its manifest and the sentences about it. */
final class DetectorExamination {
  private final Layout layout;
  private final ImportOptions options;
  private final List<String> found = new ArrayList<>();
  private final List<String> assumed = new ArrayList<>();

  DetectorExamination(Layout layout, ImportOptions options) {
    this.layout = layout;
    this.options = options;
  }

  /** A network without its losses, and the shapes of its parameters. */
  private record Network(PublishedFiles files, SymbolGraph graph, Map<String, TensorShape> params) {
    static Network read(PublishedFiles files) throws BadBundleException {
      return new Network(files, SymbolGraph.read(files.symbol()).withoutLosses(), files.shapes());
    }

    InputFinder input() {
      return new InputFinder(graph, params);
    }
  }

  DetectorImport result(Path directory) throws BadBundleException {
    List<Network> networks = new ArrayList<>();
    for (PublishedFiles files : PublishedFiles.in(directory, layout.networks(), expected())) {
      found.add(name(files.symbol()) + ", " + files.epochSentence());
      networks.add(Network.read(files));
    }
    DetectorManifest manifest =
        new DetectorManifest(
            layout,
            copies(networks),
            input(networks),
            new Manifest.About("", provenance(networks), Map.of()));
    for (int i = 0; i < networks.size(); i++) {
      Network network = networks.get(i);
      new DetectorHeads(manifest, i).require(network.graph(), network.params(), network.files());
    }
    return new DetectorImport(
        manifest,
        networks.stream()
            .map(network -> new NetworkFiles(network.files().symbol(), network.files().params()))
            .toList(),
        found,
        assumed);
  }

  private String expected() {
    int count = layout.networks();
    return "%d %s in the directory, as %s has"
        .formatted(count, count == 1 ? "symbol" : "symbols", YamlSection.kebab(layout));
  }

  private static List<Manifest.Files> copies(List<Network> networks) {
    List<Manifest.Files> copies = new ArrayList<>();
    for (Network network : networks) {
      String prefix = networks.size() == 1 ? "model" : "model-" + (copies.size() + 1);
      copies.add(
          new Manifest.Files(
              prefix + "-symbol.json",
              String.format("%s-%04d.params", prefix, network.files().epoch())));
    }
    return copies;
  }

  /** What the first network takes; the others take the same channels by the same name. */
  private Manifest.Input input(List<Network> networks) throws BadBundleException {
    Network first = networks.get(0);
    String name = first.input().name(first.files().params());
    for (Network other : networks) {
      String another = other.input().name(other.files().params());
      if (!another.equals(name)) {
        throw new BadBundleException(
            other.files().symbol(), "input", another, name + ", as the first network has");
      }
    }
    return new InputExamination(options, usual(), found, assumed)
        .input(
            name,
            size(),
            first.input().channels(),
            first.input().normalization(name),
            first.files().params());
  }

  private InputExamination.Usual usual() {
    return switch (layout) {
      case RETINAFACE -> new InputExamination.Usual(Channels.RGB, 0, 1);
      case MTCNN -> new InputExamination.Usual(Channels.BGR, 127.5f, 128);
    };
  }

  private Size size() {
    Size told = options.size();
    if (told != null) {
      return told;
    }
    Size usual =
        switch (layout) {
          case RETINAFACE -> new Size(640, 640);
          case MTCNN -> new Size(160, 160);
        };
    assumed.add("input size " + usual + ": the files do not tell it");
    return usual;
  }

  private static Map<String, String> provenance(List<Network> networks) {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put(
        "symbol",
        networks.stream()
            .map(network -> name(network.files().symbol()))
            .collect(Collectors.joining(", ")));
    provenance.put(
        "params",
        networks.stream()
            .map(network -> name(network.files().params()))
            .collect(Collectors.joining(", ")));
    return provenance;
  }

  private static String name(Path file) {
    return Objects.requireNonNull(file.getFileName()).toString();
  }
}
