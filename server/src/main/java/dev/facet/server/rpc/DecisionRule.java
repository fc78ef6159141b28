package dev.facet.server.rpc;

import dev.facet.model.evaluation.Calibration;
import dev.facet.server.registry.LoadedEmbedder;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.Decision;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How a comparison is decided.
 *
 * @param threshold least cosine similarity of what is taken for one person's
 * @param far part of the pairs of two people that it accepts at most; empty where that is not known
 */
record DecisionRule(double threshold, OptionalDouble far) {

  /**
   * The rule that a request asks for; null where it asks for none.
   *
   * @param model whose calibration counts; null where none is known
   */
  static @Nullable DecisionRule read(CompareRequest request, @Nullable LoadedEmbedder model)
      throws InvalidRequestException, NotCalibratedException {
    return switch (request.getDecisionCase()) {
      case THRESHOLD -> atThreshold(request.getThreshold(), model);
      case MAX_FAR -> atRate(request.getMaxFar(), model);
      case DECISION_NOT_SET -> null;
    };
  }

  private static DecisionRule atThreshold(double threshold, @Nullable LoadedEmbedder model)
      throws InvalidRequestException {
    if (!(threshold >= -1 && threshold <= 1)) {
      throw InvalidRequestException.field("threshold", threshold, "-1 to 1");
    }
    return new DecisionRule(threshold, far(threshold, model));
  }

  private static DecisionRule atRate(double maxFar, @Nullable LoadedEmbedder model)
      throws InvalidRequestException, NotCalibratedException {
    if (!(maxFar > 0 && maxFar < 1)) {
      throw InvalidRequestException.field("max_far", maxFar, "above 0 and below 1");
    }
    if (model == null) {
      throw InvalidRequestException.field(
          "max_far", maxFar, "none where no model is known: a digest with an embedding tells it");
    }
    Optional<Calibration> calibration = model.calibration();
    Optional<Calibration.Point> point = calibration.flatMap(known -> known.threshold(maxFar));
    if (point.isEmpty()) {
      String lowest =
          calibration
              .map(known -> known.points().get(known.points().size() - 1).far())
              .map(rate -> "at least " + Calibration.rate(rate))
              .orElse("none");
      throw new NotCalibratedException(model.name(), model.version(), maxFar, lowest);
    }
    return new DecisionRule(point.get().threshold(), OptionalDouble.of(point.get().far()));
  }

  /** What the model's calibration says of a similarity; empty where it says nothing. */
  static OptionalDouble far(double similarity, @Nullable LoadedEmbedder model) {
    return model == null || model.calibration().isEmpty()
        ? OptionalDouble.empty()
        : model.calibration().get().far(similarity);
  }

  Decision decide(double similarity) {
    Decision.Builder decision =
        Decision.newBuilder()
            .setSamePerson(similarity >= threshold)
            .setThreshold((float) threshold);
    far.ifPresent(decision::setFar);
    return decision.build();
  }
}
