package dev.facet.trainer.config;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlSection;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the section {@code publish}. */
final class PublishSection {

  private static final Path DEFAULT_MODELS = Path.of("models");
  private static final String IF_BETTER = "if-better-than-live";

  private PublishSection() {}

  /**
   * Reads it, if it is there.
   *
   * @param measured whether the run has pairs by which two versions can be compared
   */
  static Optional<PublishConfig> read(YamlSection root, boolean measured) throws BadYamlException {
    return root.has("publish")
        ? Optional.of(publish(root.section("publish"), measured))
        : Optional.empty();
  }

  private static PublishConfig publish(YamlSection section, boolean measured)
      throws BadYamlException {
    String name = section.text("name", null);
    Path models = TrainingConfigFile.optionalPath(section, "models").orElse(DEFAULT_MODELS);
    String license = section.text("license", "");
    Optional<String> server =
        section.has("server") ? Optional.of(section.text("server", null)) : Optional.empty();
    boolean ifBetter = section.flag(IF_BETTER, false);
    if (ifBetter && !measured) {
      throw section.bad(IF_BETTER, true, "false, or a section verification to compare by");
    }
    section.refuseUnknownKeys();
    return section.checked(() -> new PublishConfig(name, models, license, server, ifBetter));
  }
}
