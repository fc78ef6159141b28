package dev.facet.model.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.model.bundle.Manifest.About;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Files;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlSection;
import java.util.List;

/** Reads and writes the sections that the manifests of all kinds have. */
final class ManifestParts {

  private static final int MAX_SIDE = 4096;

  private ManifestParts() {}

  static Files files(YamlSection section) throws BadYamlException {
    Files files = new Files(fileName(section, "symbol"), fileName(section, "params"));
    if (files.symbol().equals(files.params())) {
      throw section.bad("params", files.params(), "another file than symbol");
    }
    section.refuseUnknownKeys();
    return files;
  }

  /** A name, not a path: what a manifest names lies in the manifest's own directory. */
  private static String fileName(YamlSection section, String key) throws BadYamlException {
    String name = section.text(key, null);
    if (name.startsWith(".")
        || name.equals(ManifestFile.NAME)
        || name.equals(Bundle.SIGNATURE)
        || name.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ')) {
      throw section.bad(key, name, "the name of a file beside " + ManifestFile.NAME);
    }
    return name;
  }

  static Input input(YamlSection section) throws BadYamlException {
    Channels channels = section.choice("channels", Channels.RGB, Channels::name);
    Input input =
        new Input(
            section.text("name", "data"),
            section.integer("width", 1, MAX_SIDE),
            section.integer("height", 1, MAX_SIDE),
            channels,
            section.channelValues("mean", channels.count(), 0, false),
            section.channelValues("std", channels.count(), 1, true));
    section.refuseUnknownKeys();
    return input;
  }

  static About about(YamlSection section) throws BadYamlException {
    About about =
        new About(
            section.text("license", ""), section.texts("provenance"), section.numbers("measured"));
    section.refuseUnknownKeys();
    return about;
  }

  static void put(Files files, ObjectNode node) {
    node.put("symbol", files.symbol()).put("params", files.params());
  }

  static void put(Input input, ObjectNode node) {
    node.put("name", input.name()).put("width", input.width()).put("height", input.height());
    node.put("channels", input.channels().name());
    addAll(node.putArray("mean"), input.mean());
    addAll(node.putArray("std"), input.std());
  }

  static void put(About about, ObjectNode node) {
    node.put("license", about.license());
    ObjectNode provenance = node.putObject("provenance");
    about.provenance().forEach(provenance::put);
    ObjectNode measured = node.putObject("measured");
    about.measured().forEach(measured::put);
  }

  private static void addAll(ArrayNode array, List<Float> values) {
    values.forEach(array::add);
  }
}
