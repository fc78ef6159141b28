package dev.facet.server.registry;

import dev.facet.model.bundle.ModelBundle;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model at one moment.
 *
 * @param model name of the model
 * @param version the version
 * @param state what it is doing
 * @param bundle what it is; null unless it is live or draining
 * @param failure why it could not be loaded; empty unless it failed
 */
public record VersionStatus(
    String model, long version, VersionState state, @Nullable ModelBundle bundle, String failure) {

  static VersionStatus of(String model, long version, VersionState state) {
    return new VersionStatus(model, version, state, null, "");
  }

  static VersionStatus of(LoadedModel loaded, VersionState state) {
    return new VersionStatus(loaded.name(), loaded.version(), state, loaded.bundle(), "");
  }

  static VersionStatus failed(String model, long version, String failure) {
    return new VersionStatus(model, version, VersionState.FAILED, null, failure);
  }
}
