package dev.facet.model.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.model.bundle.Manifest.About;
import dev.facet.model.bundle.Manifest.Alignment;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Files;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.bundle.Manifest.Output;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlFile;
import dev.facet.model.yaml.YamlSection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads and writes {@code model.yaml}. Defaults of absent keys: {@code input.name} data, {@code
 * input.channels} RGB, {@code input.mean} 0, {@code input.std} 1, {@code output.normalize} true,
 * {@code alignment.template} arcface-112, {@code alignment.flip-averaging} false, {@code about}
 * empty. The other keys are required; a key that is not known is refused.
 */
public final class ManifestFile {
  /** The name of the file in a bundle. */
  public static final String NAME = "model.yaml";

  private static final int MAX_SIDE = 4096;
  private static final int MAX_DIMENSION = 65_536;

  private ManifestFile() {}

  /**
   * Reads a manifest.
   *
   * @throws BadBundleException if it cannot be read or has a mistake
   */
  public static Manifest read(Path file) throws BadBundleException {
    try {
      return manifest(YamlFile.read(file));
    } catch (BadYamlException e) {
      throw new BadBundleException(e);
    }
  }

  static Manifest parse(Path file, byte[] yaml) throws BadBundleException {
    try {
      return manifest(YamlFile.parse(file, yaml));
    } catch (BadYamlException e) {
      throw new BadBundleException(e);
    }
  }

  private static Manifest manifest(YamlSection root) throws BadYamlException {
    Manifest manifest =
        new Manifest(
            files(root.section("files")),
            input(root.section("input")),
            output(root.section("output")),
            alignment(root.section("alignment")),
            about(root.section("about")));
    root.refuseUnknownKeys();
    return manifest;
  }

  /**
   * Writes a manifest with every key.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Manifest manifest, Path file) throws IOException {
    java.nio.file.Files.write(file, yaml(manifest));
  }

  static byte[] yaml(Manifest manifest) {
    return YamlFile.bytes(tree(manifest));
  }

  private static Files files(YamlSection section) throws BadYamlException {
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
        || name.equals(NAME)
        || name.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ')) {
      throw section.bad(key, name, "the name of a file beside " + NAME);
    }
    return name;
  }

  private static Input input(YamlSection section) throws BadYamlException {
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

  private static Output output(YamlSection section) throws BadYamlException {
    Output output =
        new Output(
            section.text("name", null),
            section.integer("dimension", 1, MAX_DIMENSION),
            section.flag("normalize", true));
    section.refuseUnknownKeys();
    return output;
  }

  private static Alignment alignment(YamlSection section) throws BadYamlException {
    Alignment alignment =
        new Alignment(
            section.choice("template", Template.ARCFACE_112),
            section.flag("flip-averaging", false));
    section.refuseUnknownKeys();
    return alignment;
  }

  private static About about(YamlSection section) throws BadYamlException {
    About about =
        new About(
            section.text("license", ""), section.texts("provenance"), section.numbers("measured"));
    section.refuseUnknownKeys();
    return about;
  }

  private static ObjectNode tree(Manifest manifest) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("files")
        .put("symbol", manifest.files().symbol())
        .put("params", manifest.files().params());
    Input input = manifest.input();
    ObjectNode in = root.putObject("input");
    in.put("name", input.name()).put("width", input.width()).put("height", input.height());
    in.put("channels", input.channels().name());
    addAll(in.putArray("mean"), input.mean());
    addAll(in.putArray("std"), input.std());
    root.putObject("output")
        .put("name", manifest.output().name())
        .put("dimension", manifest.output().dimension())
        .put("normalize", manifest.output().normalize());
    root.putObject("alignment")
        .put("template", YamlSection.kebab(manifest.alignment().template()))
        .put("flip-averaging", manifest.alignment().flipAveraging());
    ObjectNode about = root.putObject("about").put("license", manifest.about().license());
    ObjectNode provenance = about.putObject("provenance");
    manifest.about().provenance().forEach(provenance::put);
    ObjectNode measured = about.putObject("measured");
    manifest.about().measured().forEach(measured::put);
    return root;
  }

  private static void addAll(ArrayNode array, List<Float> values) {
    values.forEach(array::add);
  }
}
