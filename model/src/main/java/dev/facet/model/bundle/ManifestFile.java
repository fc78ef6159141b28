package dev.facet.model.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.model.bundle.Manifest.Alignment;
import dev.facet.model.bundle.Manifest.Output;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlFile;
import dev.facet.model.yaml.YamlSection;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads and writes the {@code model.yaml} of an embedder. Defaults of absent keys: {@code kind}
 * embedder, {@code input.name} data, {@code input.channels} RGB, {@code input.mean} 0, {@code
 * input.std} 1, {@code output.normalize} true, {@code alignment.template} arcface-112, {@code
 * alignment.flip-averaging} false, {@code about} empty. The other keys are required; a key that is
 * not known is refused.
 */
public final class ManifestFile {
  /** The name of the file in a bundle. */
  public static final String NAME = "model.yaml";

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
    ModelKind.require(root, ModelKind.EMBEDDER);
    Manifest manifest =
        new Manifest(
            ManifestParts.files(root.section("files")),
            ManifestParts.input(root.section("input")),
            output(root.section("output")),
            alignment(root.section("alignment")),
            ManifestParts.about(root.section("about")));
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

  private static ObjectNode tree(Manifest manifest) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ManifestParts.put(manifest.files(), root.putObject("files"));
    ManifestParts.put(manifest.input(), root.putObject("input"));
    root.putObject("output")
        .put("name", manifest.output().name())
        .put("dimension", manifest.output().dimension())
        .put("normalize", manifest.output().normalize());
    root.putObject("alignment")
        .put("template", YamlSection.kebab(manifest.alignment().template()))
        .put("flip-averaging", manifest.alignment().flipAveraging());
    ManifestParts.put(manifest.about(), root.putObject("about"));
    return root;
  }
}
