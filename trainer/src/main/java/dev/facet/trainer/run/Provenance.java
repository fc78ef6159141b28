package dev.facet.trainer.run;

import dev.facet.model.bundle.Manifest;
import dev.facet.trainer.config.ObjectiveConfig;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.FaceSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a trained network's manifest says of where its weights come from. */
final class Provenance {

  private Provenance() {}

  /**
   * The manifest of a trained network. Nothing of it depends on when or where the run was.
   *
   * @param teacher null without distillation
   * @param steps of the run
   * @param recipe its digest
   */
  static Manifest manifest(
      TrainingConfig config,
      Network network,
      @Nullable Teacher teacher,
      FaceSource faces,
      long steps,
      String recipe) {
    Manifest first = network.manifest();
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("source", "trained by Facet");
    provenance.put("network", network.origin());
    ObjectiveConfig objective = config.objective();
    objective.head().ifPresent(head -> provenance.put("loss", head.toString()));
    objective
        .comparison()
        .ifPresent(comparison -> provenance.put("comparison", comparison.toString()));
    objective
        .distillation()
        .ifPresent(
            distillation ->
                provenance.put(
                    "distillation",
                    "cosine %s, relational %s, %s of faces blended, %s spliced"
                        .formatted(
                            distillation.cosine(),
                            distillation.relational(),
                            distillation.mixing().blend(),
                            distillation.mixing().splice())));
    if (teacher != null) {
      provenance.put("teacher", "digest " + teacher.digest());
    }
    provenance.put("data", faces.size() + " photos of " + faces.people() + " people");
    provenance.put(
        "steps",
        "%d of %d faces"
            .formatted(steps, config.steps().batchSize() * config.steps().accumulation()));
    provenance.put("seed", Long.toString(config.seed()));
    provenance.put("recipe", recipe);
    return new Manifest(
        first.files(),
        first.input(),
        first.output(),
        first.alignment(),
        new Manifest.About(first.about().license(), provenance, Map.of()));
  }
}
