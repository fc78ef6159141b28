package dev.facet.trainer.config;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.backbone.Backbone;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the section {@code network}. */
final class NetworkSection {

  private NetworkSection() {}

  /** Whether batch norms keep their statistics. */
  private enum Statistics {
    UPDATED,
    FROZEN
  }

  static NetworkConfig read(YamlSection section) throws BadYamlException {
    NetworkConfig.Start start =
        section.oneOf("backbone", "start").equals("backbone")
            ? fresh(section)
            : new NetworkConfig.Published(TrainingConfigFile.path(section, "start"));
    List<String> frozen = section.textList("frozen");
    for (String pattern : frozen) {
      section.checked(() -> compiled("frozen", pattern));
    }
    Statistics statistics = section.choice("statistics", Statistics.UPDATED);
    section.refuseUnknownKeys();
    return new NetworkConfig(start, frozen, statistics == Statistics.FROZEN);
  }

  private static Pattern compiled(String key, String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          BadYamlException.finding(key, pattern, "a regular expression"), e);
    }
  }

  private static NetworkConfig.Fresh fresh(YamlSection section) throws BadYamlException {
    String name = section.text("backbone", null);
    Backbone backbone = section.checked(() -> Backbone.named(name));
    long dimension = section.whole("dimension", (long) backbone.defaultDimension(), 1, 4096);
    return new NetworkConfig.Fresh(backbone, (int) dimension);
  }
}
