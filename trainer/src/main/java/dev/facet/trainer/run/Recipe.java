package dev.facet.trainer.run;

import dev.facet.trainer.config.DataConfig;
import dev.facet.trainer.config.ObjectiveConfig;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.FaceSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names what decides the weights of a run: the photos by name and person, the network, the teacher,
 * and every setting but those of speed, verification, checkpoints and publication. The number of
 * devices is among what decides, since each normalises its part of a batch; which they are is not.
 * Where files lie does not matter. A run goes on from a checkpoint of the same recipe only.
 */
final class Recipe {

  private Recipe() {}

  /**
   * The digest of a run's recipe: SHA-256, 64 hexadecimal digits.
   *
   * @param teacher null without distillation
   */
  static String digest(
      TrainingConfig config, FaceSource faces, Network network, @Nullable Teacher teacher) {
    MessageDigest sha256 = sha256();
    DataConfig data = config.data();
    ObjectiveConfig objective = config.objective();
    add(sha256, "seed", config.seed());
    add(sha256, "balanced", data.balanced());
    add(sha256, "augmentation", config.augmentation());
    add(sha256, "network", network.origin());
    add(sha256, "frozen", config.network().frozen());
    add(sha256, "frozen statistics", config.network().frozenStatistics());
    add(sha256, "head", objective.head().map(Recipe::described));
    add(sha256, "teacher", teacher == null ? "none" : teacher.digest());
    add(sha256, "cosine", objective.distillation().map(ObjectiveConfig.Distillation::cosine));
    add(
        sha256,
        "relational",
        objective.distillation().map(ObjectiveConfig.Distillation::relational));
    add(sha256, "mixing", objective.mixing());
    add(sha256, "optimizer", config.optimizer());
    add(sha256, "schedule", config.schedule());
    add(sha256, "steps", config.steps());
    // These are left out where they change nothing, so that older runs can go on.
    objective.comparison().ifPresent(comparison -> add(sha256, "comparison", comparison));
    if (config.devices().size() > 1) {
      add(sha256, "devices", config.devices().size());
    }
    if (objective.head().filter(Head::isSampled).isPresent()) {
      add(sha256, "sample", objective.head().get().sample());
    }
    if (config.headFirst() > 0) {
      add(sha256, "head first", config.headFirst());
    }
    for (int i = 0; i < faces.size(); i++) {
      add(sha256, faces.name(i), faces.label(i));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static String described(Head head) {
    return "Head[loss=%s, weight=%s, center=%s]"
        .formatted(head.loss(), head.weight(), head.center());
  }

  private static void add(MessageDigest digest, String name, Object value) {
    digest.update((name + '\0' + value + '\0').getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
