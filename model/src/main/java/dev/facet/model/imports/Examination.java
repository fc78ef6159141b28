package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.imports.ImportOptions.Size;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One examination of a published model: makes its manifest and the sentences about it. */
final class Examination {
  private static final InputExamination.Usual USUAL =
      new InputExamination.Usual(Channels.RGB, 127.5f, 128);

  private final PublishedFiles files;
  private final ImportOptions options;
  private final List<String> found = new ArrayList<>();
  private final List<String> assumed = new ArrayList<>();

  Examination(PublishedFiles files, ImportOptions options) {
    this.files = files;
    this.options = options;
  }

  BundleImport result() throws BadBundleException {
    found.add(files.epochSentence());
    Network network = network();
    Manifest manifest =
        new Manifest(
            new Manifest.Files(
                "model-symbol.json", String.format("model-%04d.params", files.epoch())),
            input(network),
            new Manifest.Output(network.output(), network.dimension().orElseThrow(), true),
            new Manifest.Alignment(template(), false),
            new Manifest.About("", provenance(), Map.of()));
    return new BundleImport(
        manifest, files.symbol(), files.params(), List.copyOf(found), List.copyOf(assumed));
  }

  /** The network up to the output asked for, else up to the likeliest that gives a vector. */
  private Network network() throws BadBundleException {
    SymbolGraph published = SymbolGraph.read(files.symbol());
    Map<String, TensorShape> params = files.shapes();
    String asked = options.output();
    List<String> candidates =
        asked != null ? List.of(asked) : new EmbeddingFinder(published).candidates();
    for (String candidate : candidates) {
      Network network = Network.of(published, candidate, params, options, files.params());
      if (network.dimension().isPresent()) {
        String sentence = "output " + candidate + ", " + network.dimension().getAsInt() + " values";
        if (asked != null || candidates.size() == 1) {
          found.add(sentence);
        } else {
          assumed.add(sentence + "; it may be another of " + String.join(", ", candidates));
        }
        return network;
      }
    }
    throw new BadBundleException(
        files.symbol(), "output", candidates, "an output of N x D values; tell its name");
  }

  private Manifest.Input input(Network network) throws BadBundleException {
    return new InputExamination(options, USUAL, found, assumed)
        .input(
            network.inputName(),
            size(network),
            network.channels(),
            network.normalization(),
            files.params());
  }

  private Size size(Network network) {
    Size size = network.size();
    if (options.size() != null) {
      found.add("input size " + size + " fits, as told");
    } else if (!network.sizeTold()) {
      assumed.add("input size " + size + ": the files do not tell it");
    } else if (network.fitting().size() > 1) {
      assumed.add("input size " + size + "; these fit the weights: " + network.fitting());
    } else {
      found.add("input size " + size + ": of the usual sizes the only one that fits the weights");
    }
    return size;
  }

  private Template template() {
    if (options.template() != null) {
      return options.template();
    }
    assumed.add("faces aligned to the template arcface-112");
    return Template.ARCFACE_112;
  }

  private Map<String, String> provenance() {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("symbol", String.valueOf(files.symbol().getFileName()));
    provenance.put("params", String.valueOf(files.params().getFileName()));
    return provenance;
  }
}
