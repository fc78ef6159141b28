package dev.facet.client;

import dev.facet.v1.ListModelsResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Translates the messages on the wire into the client's values of models. */
final class ModelMessages {
  private ModelMessages() {}

  static ModelList modelList(ListModelsResponse response) {
    return new ModelList(
        response.getVersionsList().stream().map(ModelMessages::modelVersion).toList(),
        response.getDefaultModel());
  }

  static ModelVersion modelVersion(dev.facet.v1.ModelVersion version) {
    return new ModelVersion(
        Messages.modelRef(version.getRef()),
        state(version.getState()),
        stage(version.getStage()),
        version.getShare(),
        version.hasShadow() ? Optional.of(shadow(version.getShadow())) : Optional.empty(),
        version.getFailure(),
        kind(version),
        description(version));
  }

  /** A server that is too old to tell has embedders only; each has a dimension once loaded. */
  private static ModelKind kind(dev.facet.v1.ModelVersion version) {
    return switch (version.getKind()) {
      case MODEL_KIND_EMBEDDER -> ModelKind.EMBEDDER;
      case MODEL_KIND_DETECTOR -> ModelKind.DETECTOR;
      case MODEL_KIND_UNSPECIFIED ->
          version.getDimension() > 0 ? ModelKind.EMBEDDER : ModelKind.UNKNOWN;
      case UNRECOGNIZED -> ModelKind.UNKNOWN;
    };
  }

  private static Optional<ModelDescription> description(dev.facet.v1.ModelVersion version) {
    if (kind(version) == ModelKind.UNKNOWN) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelDescription(
            version.getDimension(),
            version.getInputWidth(),
            version.getInputHeight(),
            version.getTemplate(),
            version.getNormalized(),
            version.getLicense(),
            version.getProvenance()));
  }

  private static ShadowReport shadow(dev.facet.v1.ShadowReport report) {
    return new ShadowReport(
        report.getCompared(),
        report.getMeanCosine(),
        report.getLeastCosine(),
        report.getFailed(),
        report.getSkipped(),
        Duration.of(report.getMeanInferenceMicros(), ChronoUnit.MICROS));
  }

  private static ModelVersion.State state(dev.facet.v1.ModelState state) {
    return switch (state) {
      case MODEL_STATE_AVAILABLE -> ModelVersion.State.AVAILABLE;
      case MODEL_STATE_LOADING -> ModelVersion.State.LOADING;
      case MODEL_STATE_LIVE -> ModelVersion.State.LIVE;
      case MODEL_STATE_DRAINING -> ModelVersion.State.DRAINING;
      case MODEL_STATE_FAILED -> ModelVersion.State.FAILED;
      case MODEL_STATE_PINNED -> ModelVersion.State.PINNED;
      case MODEL_STATE_CANARY -> ModelVersion.State.CANARY;
      case MODEL_STATE_SHADOW -> ModelVersion.State.SHADOW;
      case MODEL_STATE_UNSPECIFIED, UNRECOGNIZED -> ModelVersion.State.UNKNOWN;
    };
  }

  private static LoadStage stage(dev.facet.v1.LoadStage stage) {
    return switch (stage) {
      case LOAD_STAGE_WAITING -> LoadStage.WAITING;
      case LOAD_STAGE_CHECKING -> LoadStage.CHECKING;
      case LOAD_STAGE_COMPILING -> LoadStage.COMPILING;
      case LOAD_STAGE_TESTING -> LoadStage.TESTING;
      case LOAD_STAGE_UNSPECIFIED, UNRECOGNIZED -> LoadStage.NONE;
    };
  }
}
