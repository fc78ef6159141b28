package dev.facet.server.registry;

/** What a version of a model is doing. */
public enum VersionState {
  /** In the repository, not in memory. */
  AVAILABLE,
  /** Being loaded, checked and warmed up. */
  LOADING,
  /** Serves requests. */
  LIVE,
  /** Finishes the requests that it has, and takes no more. */
  DRAINING,
  /** Could not be loaded. */
  FAILED
}
