package dev.facet.server.rpc;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.server.embedding.EmbeddedFace;
import dev.facet.server.registry.LoadedModel;
import dev.facet.server.registry.VersionState;
import dev.facet.server.registry.VersionStatus;
import dev.facet.server.shadow.ShadowReport;
import dev.facet.server.shadow.Shadows;
import dev.facet.v1.Embedding;
import dev.facet.v1.LoadStage;
import dev.facet.v1.ModelKind;
import dev.facet.v1.ModelRef;
import dev.facet.v1.ModelState;
import dev.facet.v1.ModelVersion;
import dev.facet.v1.Timing;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Makes the parts of messages that several replies have. */
final class Replies {

  private Replies() {}

  static Embedding embedding(float[] values) {
    Embedding.Builder embedding = Embedding.newBuilder();
    for (float value : values) {
      embedding.addValues(value);
    }
    return embedding.build();
  }

  static Timing timing(EmbeddedFace face) {
    return Timing.newBuilder()
        .setQueueMicros(micros(face.queued()))
        .setPreprocessMicros(micros(face.preprocess()))
        .setInferenceMicros(micros(face.inference()))
        .setBatchSize(face.batchSize())
        .build();
  }

  static ModelRef ref(LoadedModel model) {
    return ref(model.name(), model.version(), model.digest());
  }

  static ModelVersion version(VersionStatus status) {
    ModelVersion.Builder version =
        ModelVersion.newBuilder()
            .setState(state(status.state()))
            .setStage(stage(status))
            .setShare(status.share())
            .setFailure(status.failure());
    Bundle bundle = status.bundle();
    if (bundle == null) {
      return version.setRef(ref(status.model(), status.version(), "")).build();
    }
    version
        .setRef(ref(status.model(), status.version(), bundle.digest()))
        .setLicense(bundle.about().license())
        .setProvenance(
            bundle.about().provenance().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; ")));
    if (bundle instanceof ModelBundle embedder) {
      describe(embedder.manifest(), version);
    } else if (bundle instanceof DetectorBundle detector) {
      describe(detector.manifest().input(), version.setKind(ModelKind.MODEL_KIND_DETECTOR));
    }
    return version.build();
  }

  private static void describe(Manifest manifest, ModelVersion.Builder version) {
    describe(manifest.input(), version);
    version
        .setKind(ModelKind.MODEL_KIND_EMBEDDER)
        .setDimension(manifest.output().dimension())
        .setTemplate(
            manifest.alignment().template().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .setNormalized(manifest.output().normalize());
  }

  private static void describe(Manifest.Input input, ModelVersion.Builder version) {
    version.setInputWidth(input.width()).setInputHeight(input.height());
  }

  private static ModelState state(VersionState state) {
    return switch (state) {
      case AVAILABLE -> ModelState.MODEL_STATE_AVAILABLE;
      case WAITING, LOADING -> ModelState.MODEL_STATE_LOADING;
      case LIVE -> ModelState.MODEL_STATE_LIVE;
      case PINNED -> ModelState.MODEL_STATE_PINNED;
      case CANARY -> ModelState.MODEL_STATE_CANARY;
      case SHADOW -> ModelState.MODEL_STATE_SHADOW;
      case DRAINING -> ModelState.MODEL_STATE_DRAINING;
      case FAILED -> ModelState.MODEL_STATE_FAILED;
    };
  }

  /** A version, and how it did as a shadow. */
  static ModelVersion version(VersionStatus status, Shadows shadows) {
    ModelVersion version = version(status);
    return status.state() != VersionState.SHADOW
        ? version
        : shadows
            .report(status.model())
            .map(report -> version.toBuilder().setShadow(shadow(report)).build())
            .orElse(version);
  }

  private static dev.facet.v1.ShadowReport shadow(ShadowReport report) {
    return dev.facet.v1.ShadowReport.newBuilder()
        .setCompared(report.compared())
        .setMeanCosine(report.meanCosine())
        .setLeastCosine(report.leastCosine())
        .setFailed(report.failed())
        .setSkipped(report.skipped())
        .setMeanInferenceMicros(micros(report.meanInference()))
        .build();
  }

  private static LoadStage stage(VersionStatus status) {
    if (status.state() == VersionState.WAITING) {
      return LoadStage.LOAD_STAGE_WAITING;
    }
    if (status.stage() == null) {
      return LoadStage.LOAD_STAGE_UNSPECIFIED;
    }
    return switch (status.stage()) {
      case CHECKING -> LoadStage.LOAD_STAGE_CHECKING;
      case COMPILING -> LoadStage.LOAD_STAGE_COMPILING;
      case TESTING -> LoadStage.LOAD_STAGE_TESTING;
    };
  }

  private static ModelRef ref(String name, long version, String digest) {
    return ModelRef.newBuilder().setName(name).setVersion(version).setDigest(digest).build();
  }

  private static long micros(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
  }
}
