package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.imports.ImportOptions.Size;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One examination of a published model: makes its manifest and the sentences about it. */
final class Examination {
  private static final float USUAL_MEAN = 127.5f;
  private static final float USUAL_STD = 128;

  private final PublishedFiles files;
  private final ImportOptions options;
  private final List<String> found = new ArrayList<>();
  private final List<String> assumed = new ArrayList<>();

  Examination(PublishedFiles files, ImportOptions options) {
    this.files = files;
    this.options = options;
  }

  BundleImport result() throws BadBundleException {
    found.add(
        "epoch " + files.epoch() + (files.epochs() > 1 ? ", the last of " + files.epochs() : ""));
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
    Map<String, TensorShape> params = params();
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

  /** Shapes by variable: in the file, names begin with {@code arg:} or {@code aux:}. */
  private Map<String, TensorShape> params() throws BadBundleException {
    Map<String, TensorShape> params = new HashMap<>();
    ParamsFile.read(files.params())
        .forEach((name, info) -> params.put(name.substring(name.indexOf(':') + 1), info.shape()));
    return params;
  }

  private Manifest.Input input(Network network) throws BadBundleException {
    Size size = size(network);
    Channels channels = channels(network);
    List<Float> mean = Collections.nCopies(channels.count(), 0f);
    List<Float> std = Collections.nCopies(channels.count(), 1f);
    if (!network.normalization().isEmpty()) {
      found.add(
          "the graph normalises its input itself ("
              + String.join(", ", network.normalization())
              + "): mean 0, std 1");
    } else {
      mean = Collections.nCopies(channels.count(), USUAL_MEAN);
      std = Collections.nCopies(channels.count(), USUAL_STD);
      if (options.mean() == null || options.std() == null) {
        assumed.add("mean 127.5, std 128, where they are not told: the graph does not normalise");
      }
    }
    return new Manifest.Input(
        network.inputName(),
        size.width(),
        size.height(),
        channels,
        told("mean", options.mean(), channels, mean),
        told("std", options.std(), channels, std));
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

  private Channels channels(Network network) throws BadBundleException {
    Channels asked = options.channels();
    int count = network.channels().orElse(asked == null ? 3 : asked.count());
    if (count != 1 && count != 3) {
      throw new BadBundleException(files.params(), "input channels", count, "1 or 3");
    }
    if (asked != null && asked.count() != count) {
      throw new BadBundleException(
          "channels", asked, count == 1 ? "GRAY, one channel" : "RGB or BGR, three channels");
    }
    if (network.channels().isPresent()) {
      found.add(count + (count == 1 ? " channel" : " channels"));
    }
    if (asked != null) {
      return asked;
    }
    if (count == 1) {
      return Channels.GRAY;
    }
    assumed.add("channels in the order RGB");
    return Channels.RGB;
  }

  private static List<Float> told(
      String key, @Nullable List<Float> told, Channels channels, List<Float> otherwise)
      throws BadBundleException {
    if (told == null) {
      return otherwise;
    }
    if (told.size() == 1) {
      return Collections.nCopies(channels.count(), told.get(0));
    }
    if (told.size() != channels.count()) {
      throw new BadBundleException(key, told, "1 value, or " + channels.count());
    }
    return told;
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
