package dev.facet.model.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.model.bundle.DetectorManifest.Layout;
import dev.facet.model.bundle.Manifest.Files;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlFile;
import dev.facet.model.yaml.YamlSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads and writes the {@code model.yaml} of a detector. Defaults of absent keys: {@code
 * input.name} data, {@code input.channels} RGB, {@code input.mean} 0, {@code input.std} 1, {@code
 * about} empty. The other keys are required; a key that is not known is refused.
 */
final class DetectorManifestFile {

  /** RetinaFace's coarsest stride. */
  private static final int STRIDE = 32;

  /** Of RetinaFace's input, so that tiles can overlap by a face. */
  private static final int LEAST_WINDOW = 128;

  /** What MTCNN's first network moves by, and the least of its tiles that is of use. */
  private static final int MTCNN_STEP = 2;

  private static final int LEAST_TILE = 48;

  private DetectorManifestFile() {}

  static DetectorManifest parse(Path file, byte[] yaml) throws BadBundleException {
    try {
      return manifest(YamlFile.parse(file, yaml));
    } catch (BadYamlException e) {
      throw new BadBundleException(e);
    }
  }

  private static DetectorManifest manifest(YamlSection root) throws BadYamlException {
    ModelKind.require(root, ModelKind.DETECTOR);
    Layout layout = layout(root);
    DetectorManifest manifest =
        new DetectorManifest(
            layout,
            networks(root, layout),
            input(root.section("input"), layout),
            ManifestParts.about(root.section("about")));
    root.refuseUnknownKeys();
    return manifest;
  }

  /** There is no default: a detector of another layout would find faces where none are. */
  private static Layout layout(YamlSection root) throws BadYamlException {
    if (!root.has("layout")) {
      String layouts =
          Arrays.stream(Layout.values()).map(YamlSection::kebab).collect(Collectors.joining(", "));
      throw root.bad("layout", null, "one of " + layouts);
    }
    return root.choice("layout", Layout.RETINAFACE);
  }

  private static List<Files> networks(YamlSection root, Layout layout) throws BadYamlException {
    List<Files> networks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlSection section : root.sections("networks")) {
      Files files = ManifestParts.files(section);
      if (!names.add(files.symbol())) {
        throw section.bad("symbol", files.symbol(), "another file than those of other networks");
      }
      if (!names.add(files.params())) {
        throw section.bad("params", files.params(), "another file than those of other networks");
      }
      networks.add(files);
    }
    if (networks.size() != layout.networks()) {
      throw root.bad(
          "networks",
          networks.size(),
          layout.networks() + ", the number of networks of " + YamlSection.kebab(layout));
    }
    return networks;
  }

  private static Input input(YamlSection section, Layout layout) throws BadYamlException {
    Input input = ManifestParts.input(section);
    int step = layout == Layout.RETINAFACE ? STRIDE : MTCNN_STEP;
    int least = layout == Layout.RETINAFACE ? LEAST_WINDOW : LEAST_TILE;
    requireSide(section, "width", input.width(), step, least);
    requireSide(section, "height", input.height(), step, least);
    return input;
  }

  private static void requireSide(YamlSection section, String key, int side, int step, int least)
      throws BadYamlException {
    if (side % step != 0 || side < least) {
      throw section.bad(key, side, "a multiple of %d, at least %d".formatted(step, least));
    }
  }

  static byte[] yaml(DetectorManifest manifest) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("kind", YamlSection.kebab(ModelKind.DETECTOR));
    root.put("layout", YamlSection.kebab(manifest.layout()));
    ArrayNode networks = root.putArray("networks");
    manifest.networks().forEach(files -> ManifestParts.put(files, networks.addObject()));
    ManifestParts.put(manifest.input(), root.putObject("input"));
    ManifestParts.put(manifest.about(), root.putObject("about"));
    return YamlFile.bytes(root);
  }
}
