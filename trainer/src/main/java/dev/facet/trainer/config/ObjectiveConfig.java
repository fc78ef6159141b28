package dev.facet.trainer.config;

import dev.facet.trainer.data.augment.Mixing;
import dev.facet.trainer.loss.CenterLoss;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.ComparisonLoss;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a network is trained to do: a head, a comparison or distillation, or several of them, whose
 * losses are added.
 *
 * @param head to tell people apart
 * @param comparison to have the faces of a person nearer to each other than to those of others
 * @param distillation to embed as a teacher does
 */
public record ObjectiveConfig(
    Optional<Head> head, Optional<Comparison> comparison, Optional<Distillation> distillation) {

  /** Requires one of the three, and faces of one person each for a head and a comparison. */
  public ObjectiveConfig {
    if (head.isEmpty() && comparison.isEmpty() && distillation.isEmpty()) {
      throw new IllegalArgumentException(
          "head: missing (expected: head, comparison or distillation, or several of them)");
    }
    if ((head.isPresent() || comparison.isPresent()) && !mixing(distillation).equals(Mixing.NONE)) {
      throw new IllegalArgumentException(
          "distillation.mixing: "
              + mixing(distillation)
              + " (expected: none beside a head or a comparison, which cannot tell whom a mixed face"
              + " is of)");
    }
  }

  /** How faces are mixed before network and teacher see them. */
  public Mixing mixing() {
    return mixing(distillation);
  }

  private static Mixing mixing(Optional<Distillation> distillation) {
    return distillation.map(Distillation::mixing).orElse(Mixing.NONE);
  }

  /**
   * A loss over classes, one for each person.
   *
   * @param loss the loss
   * @param weight what it is multiplied by, above 0
   * @param center center loss beside it
   * @param sample share of the classes that a step trains, above 0, to 1: the people of its faces
   *     and others drawn at random; at least as many as a batch has faces
   */
  public record Head(ClassLoss loss, double weight, Optional<CenterLoss> center, double sample) {

    /** Checks the share. */
    public Head {
      if (!(sample > 0 && sample <= 1)) {
        throw new IllegalArgumentException("sample: " + sample + " (expected: above 0, to 1)");
      }
    }

    /** Whether a step trains only some of the classes. */
    public boolean isSampled() {
      return sample < 1;
    }
  }

  /**
   * A loss over the faces of a batch.
   *
   * @param loss the loss
   * @param weight what it is multiplied by, above 0
   */
  public record Comparison(ComparisonLoss loss, double weight) {}

  /**
   * Losses against a teacher, which sees the very faces that the network sees.
   *
   * @param teacher directory of a published version; its input and alignment are the network's
   * @param cosine weight of the cosine regression, 0 or above; above 0 the teacher's dimension is
   *     the network's
   * @param relational weight of the relational loss, 0 or above
   * @param mixing how faces are mixed before both see them
   */
  public record Distillation(Path teacher, double cosine, double relational, Mixing mixing) {

    /** Requires one of the two losses. */
    public Distillation {
      if (!(cosine >= 0)) {
        throw new IllegalArgumentException("cosine: " + cosine + " (expected: 0 or above)");
      }
      if (!(relational >= 0 && cosine + relational > 0)) {
        throw new IllegalArgumentException(
            "relational: " + relational + " (expected: 0 or above, and above 0 if cosine is 0)");
      }
    }
  }
}
