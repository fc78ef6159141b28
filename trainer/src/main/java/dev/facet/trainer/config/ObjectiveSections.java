package dev.facet.trainer.config;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.config.ObjectiveConfig.Distillation;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.data.augment.Mixing;
import dev.facet.trainer.loss.ArcFace;
import dev.facet.trainer.loss.CenterLoss;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.CombinedMargin;
import dev.facet.trainer.loss.CosFace;
import dev.facet.trainer.loss.Margin;
import dev.facet.trainer.loss.MarginSoftmax;
import dev.facet.trainer.loss.Softmax;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the sections {@code head} and {@code distillation}. */
final class ObjectiveSections {

  private ObjectiveSections() {}

  private enum Kind {
    SOFTMAX,
    NORMALIZED_SOFTMAX,
    COSFACE,
    ARCFACE,
    COMBINED
  }

  static ObjectiveConfig read(YamlSection root) throws BadYamlException {
    Optional<Head> head =
        root.has("head") ? Optional.of(head(root.section("head"))) : Optional.empty();
    Optional<Distillation> distillation =
        root.has("distillation")
            ? Optional.of(distillation(root.section("distillation")))
            : Optional.empty();
    return root.checked(() -> new ObjectiveConfig(head, distillation));
  }

  private static Head head(YamlSection section) throws BadYamlException {
    Kind kind = section.choice("kind", Kind.ARCFACE);
    ClassLoss loss =
        switch (kind) {
          case SOFTMAX -> new Softmax();
          case NORMALIZED_SOFTMAX -> scaled(section, Margin.NONE);
          case COSFACE -> scaled(section, cosFace(section));
          case ARCFACE -> scaled(section, arcFace(section));
          case COMBINED -> scaled(section, combined(section));
        };
    double weight = section.number("weight", 1.0);
    if (weight <= 0) {
      throw section.bad("weight", weight, "above 0");
    }
    Optional<CenterLoss> center =
        section.has("center") ? Optional.of(center(section.section("center"))) : Optional.empty();
    section.refuseUnknownKeys();
    return new Head(loss, weight, center);
  }

  private static ClassLoss scaled(YamlSection section, Margin margin) throws BadYamlException {
    double scale = section.number("scale", MarginSoftmax.DEFAULT_SCALE);
    return section.checked(() -> new MarginSoftmax(margin, scale));
  }

  private static Margin cosFace(YamlSection section) throws BadYamlException {
    double margin = section.number("margin", CosFace.DEFAULT_MARGIN);
    return section.checked(() -> new CosFace(margin));
  }

  private static Margin arcFace(YamlSection section) throws BadYamlException {
    double margin = section.number("margin", ArcFace.DEFAULT_MARGIN);
    boolean easy = section.flag("easy", false);
    return section.checked(() -> new ArcFace(margin, easy));
  }

  private static Margin combined(YamlSection section) throws BadYamlException {
    double factor = section.number("factor", CombinedMargin.DEFAULT.factor());
    double angle = section.number("angle", CombinedMargin.DEFAULT.angle());
    double offset = section.number("offset", CombinedMargin.DEFAULT.offset());
    return section.checked(() -> new CombinedMargin(factor, angle, offset));
  }

  private static CenterLoss center(YamlSection section) throws BadYamlException {
    double weight = section.number("weight", CenterLoss.DEFAULT_WEIGHT);
    double rate = section.number("rate", CenterLoss.DEFAULT_RATE);
    section.refuseUnknownKeys();
    return section.checked(() -> new CenterLoss(weight, rate));
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
