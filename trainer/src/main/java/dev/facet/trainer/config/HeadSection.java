package dev.facet.trainer.config;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.loss.Annealing;
import dev.facet.trainer.loss.ArcFace;
import dev.facet.trainer.loss.CenterLoss;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.Coco;
import dev.facet.trainer.loss.CombinedMargin;
import dev.facet.trainer.loss.CosFace;
import dev.facet.trainer.loss.Margin;
import dev.facet.trainer.loss.MarginSoftmax;
import dev.facet.trainer.loss.Softmax;
import dev.facet.trainer.loss.SphereFace;
import java.util.Optional;

/** Reads the section {@code head}. */
final class HeadSection {

  private HeadSection() {}

  private enum Kind {
    SOFTMAX,
    NORMALIZED_SOFTMAX,
    SPHEREFACE,
    COSFACE,
    AM_SOFTMAX,
    ARCFACE,
    COMBINED,
    COCO
  }

  static Head read(YamlSection section) throws BadYamlException {
    ClassLoss loss = loss(section, section.choice("kind", Kind.ARCFACE));
    double weight = ObjectiveSections.weight(section);
    Optional<CenterLoss> center =
        section.has("center") ? Optional.of(center(section.section("center"))) : Optional.empty();
    double sample = section.number("sample", 1.0);
    section.refuseUnknownKeys();
    return section.checked(() -> new Head(loss, weight, center, sample));
  }

  private static ClassLoss loss(YamlSection section, Kind kind) throws BadYamlException {
    return switch (kind) {
      case SOFTMAX -> new Softmax();
      case NORMALIZED_SOFTMAX -> scaled(section, Margin.NONE, MarginSoftmax.DEFAULT_SCALE);
      case SPHEREFACE -> sphereFace(section);
      case COSFACE -> scaled(section, cosFace(section), MarginSoftmax.DEFAULT_SCALE);
      case AM_SOFTMAX -> scaled(section, cosFace(section), CosFace.AM_SOFTMAX_SCALE);
      case ARCFACE -> scaled(section, arcFace(section), MarginSoftmax.DEFAULT_SCALE);
      case COMBINED -> scaled(section, combined(section), MarginSoftmax.DEFAULT_SCALE);
      case COCO -> coco(section);
    };
  }

  private static ClassLoss scaled(YamlSection section, Margin margin, double absent)
      throws BadYamlException {
    double scale = section.number("scale", absent);
    return section.checked(() -> new MarginSoftmax(margin, scale));
  }

  private static ClassLoss sphereFace(YamlSection section) throws BadYamlException {
    int margin = (int) section.whole("margin", (long) SphereFace.DEFAULT_MARGIN, 1, 4);
    Annealing annealing = annealing(section.section("annealing"));
    return section.checked(() -> new SphereFace(margin, annealing));
  }

  private static Annealing annealing(YamlSection section) throws BadYamlException {
    double base = section.number("base", Annealing.DEFAULT.base());
    double gamma = section.number("gamma", Annealing.DEFAULT.gamma());
    double least = section.number("least", Annealing.DEFAULT.least());
    section.refuseUnknownKeys();
    return section.checked(() -> new Annealing(base, gamma, least));
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

  private static ClassLoss coco(YamlSection section) throws BadYamlException {
    double scale = section.number("scale", Coco.DEFAULT_SCALE);
    return section.checked(() -> new Coco(scale));
  }

  private static CenterLoss center(YamlSection section) throws BadYamlException {
    double weight = section.number("weight", CenterLoss.DEFAULT_WEIGHT);
    double rate = section.number("rate", CenterLoss.DEFAULT_RATE);
    section.refuseUnknownKeys();
    return section.checked(() -> new CenterLoss(weight, rate));
  }
}
