package dev.facet.trainer.config;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.config.ObjectiveConfig.Comparison;
import dev.facet.trainer.config.ObjectiveConfig.Distillation;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.data.augment.Mixing;
import dev.facet.trainer.loss.ComparisonLoss;
import dev.facet.trainer.loss.ContrastiveLoss;
import dev.facet.trainer.loss.Mining;
import dev.facet.trainer.loss.TripletLoss;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the sections {@code head}, {@code comparison} and {@code distillation}. */
final class ObjectiveSections {

  private ObjectiveSections() {}

  private enum Kind {
    TRIPLET,
    CONTRASTIVE
  }

  static ObjectiveConfig read(YamlSection root) throws BadYamlException {
    Optional<Head> head =
        root.has("head") ? Optional.of(HeadSection.read(root.section("head"))) : Optional.empty();
    Optional<Comparison> comparison =
        root.has("comparison")
            ? Optional.of(comparison(root.section("comparison")))
            : Optional.empty();
    Optional<Distillation> distillation =
        root.has("distillation")
            ? Optional.of(distillation(root.section("distillation")))
            : Optional.empty();
    return root.checked(() -> new ObjectiveConfig(head, comparison, distillation));
  }

  /** What a loss is multiplied by. */
  static double weight(YamlSection section) throws BadYamlException {
    double weight = section.number("weight", 1.0);
    if (weight <= 0) {
      throw section.bad("weight", weight, "above 0");
    }
    return weight;
  }

  private static Comparison comparison(YamlSection section) throws BadYamlException {
    ComparisonLoss loss =
        switch (section.choice("kind", Kind.TRIPLET)) {
          case TRIPLET -> triplet(section);
          case CONTRASTIVE -> contrastive(section);
        };
    double weight = weight(section);
    section.refuseUnknownKeys();
    return new Comparison(loss, weight);
  }

  private static ComparisonLoss triplet(YamlSection section) throws BadYamlException {
    Mining mining = section.choice("mining", Mining.SEMI_HARD);
    double margin = section.number("margin", TripletLoss.DEFAULT_MARGIN);
    return section.checked(() -> new TripletLoss(mining, margin));
  }

  private static ComparisonLoss contrastive(YamlSection section) throws BadYamlException {
    double margin = section.number("margin", ContrastiveLoss.DEFAULT_MARGIN);
    return section.checked(() -> new ContrastiveLoss(margin));
  }

  private static Distillation distillation(YamlSection section) throws BadYamlException {
    Path teacher = TrainingConfigFile.path(section, "teacher");
    double cosine = section.number("cosine", 1.0);
    double relational = section.number("relational", 0.0);
    Mixing mixing = mixing(section.section("mixing"));
    section.refuseUnknownKeys();
    return section.checked(() -> new Distillation(teacher, cosine, relational, mixing));
  }

  private static Mixing mixing(YamlSection section) throws BadYamlException {
    double blend = section.number("blend", 0.0);
    double splice = section.number("splice", 0.0);
    section.refuseUnknownKeys();
    return section.checked(() -> new Mixing(blend, splice));
  }
}
