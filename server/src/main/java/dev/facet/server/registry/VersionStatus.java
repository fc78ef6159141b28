package dev.facet.server.registry;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.engine.LoadStage;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model at one moment.
 *
 * @param model name of the model
 * @param version the version
 * @param state what it is doing
 * @param stage how far the load is; null unless it is being loaded
 * @param bundle what it is; null unless it is loaded
 * @param share part of the requests that it gets; 0 unless it is a candidate
 * @param failure why it could not be loaded; empty unless it failed
 */
public record VersionStatus(
    String model,
    long version,
    VersionState state,
    @Nullable LoadStage stage,
    @Nullable Bundle bundle,
    double share,
    String failure) {

  static VersionStatus of(String model, long version, VersionState state) {
    return new VersionStatus(model, version, state, null, null, 0, "");
  }

  static VersionStatus of(LoadedModel loaded, VersionState state) {
    return new VersionStatus(loaded.name(), loaded.version(), state, null, loaded.bundle(), 0, "");
  }

  static VersionStatus of(LoadedModel candidate, Rollout rollout) {
    VersionState state =
        switch (rollout.kind()) {
          case CANARY -> VersionState.CANARY;
          case SHADOW -> VersionState.SHADOW;
        };
    return new VersionStatus(
        candidate.name(),
        candidate.version(),
        state,
        null,
        candidate.bundle(),
        rollout.share(),
        "");
  }

  static VersionStatus loading(String model, long version, LoadStage stage) {
    return new VersionStatus(model, version, VersionState.LOADING, stage, null, 0, "");
  }

  static VersionStatus failed(String model, long version, String failure) {
    return new VersionStatus(model, version, VersionState.FAILED, null, null, 0, failure);
  }
}
