package dev.facet.server.registry;

import dev.facet.model.bundle.Serving;

/**
 * A version that is to be loaded.
 *
 * @param version number of the version
 * @param digest that it must have; empty: any
 */
record WantedVersion(long version, String digest) {

  /** Whatever has that number. */
  static WantedVersion any(long version) {
    return new WantedVersion(version, "");
  }

  /** What was chosen once. */
  static WantedVersion of(Serving.Choice choice) {
    return new WantedVersion(choice.version(), choice.digest());
  }

  /** Whether a version of that number is the one that is wanted. */
  boolean allows(String actual) {
    return digest.isEmpty() || digest.equals(actual);
  }
}
