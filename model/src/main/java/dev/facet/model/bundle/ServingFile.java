package dev.facet.model.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.model.bundle.Serving.Choice;
import dev.facet.model.bundle.Serving.Follow;
import dev.facet.model.staging.StagedFile;
import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlFile;
import dev.facet.model.yaml.YamlSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code serving.yaml}, which lies beside a model's versions. Absent keys: {@code
 * follow} is latest, and the others say nothing.
 */
final class ServingFile {
  /** The name of the file in a model's directory. */
  static final String NAME = "serving.yaml";

  private ServingFile() {}

  /**
   * What a model's directory says; {@link Serving#DEFAULT} where it has no such file.
   *
   * @throws BadBundleException if the file cannot be read or has a mistake
   */
  static Serving read(Path modelDirectory) throws BadBundleException {
    Path file = modelDirectory.resolve(NAME);
    // Not "unless it exists": a file that cannot be looked at is no default.
    if (Files.notExists(file)) {
      return Serving.DEFAULT;
    }
    try {
      return serving(YamlFile.read(file));
    } catch (BadYamlException e) {
      throw new BadBundleException(e);
    }
  }

  /** Replaces the file whole. */
  static void write(Path modelDirectory, Serving serving) throws IOException {
    StagedFile.replace(modelDirectory, NAME, YamlFile.bytes(tree(serving)));
  }

  private static Serving serving(YamlSection root) throws BadYamlException {
    Follow follow = root.choice("follow", Follow.LATEST);
    Choice live = root.has("live") ? choice(root.section("live")) : null;
    List<Choice> history = new ArrayList<>();
    for (YamlSection before : root.sections("history")) {
      history.add(choice(before));
    }
    List<Long> pinned = root.wholes("pinned", 1, Long.MAX_VALUE);
    root.refuseUnknownKeys();
    return root.checked(() -> new Serving(follow, live, history, pinned));
  }

  private static Choice choice(YamlSection section) throws BadYamlException {
    long version = section.whole("version", null, 1, Long.MAX_VALUE);
    String digest = section.text("digest", null);
    section.refuseUnknownKeys();
    return section.checked(() -> new Choice(version, digest));
  }

  private static ObjectNode tree(Serving serving) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("follow", YamlSection.kebab(serving.follow()));
    @Nullable Choice live = serving.live();
    if (live != null) {
      put(root.putObject("live"), live);
    }
    ArrayNode history = root.putArray("history");
    serving.history().forEach(choice -> put(history.addObject(), choice));
    ArrayNode pinned = root.putArray("pinned");
    serving.pinned().forEach(pinned::add);
    return root;
  }

  private static void put(ObjectNode node, Choice choice) {
    node.put("version", choice.version()).put("digest", choice.digest());
  }
}
