package dev.facet.server.registry;

/** What a version of a model is doing. */
public enum VersionState {
  /** In the repository, not in memory. */
  AVAILABLE,
  /** To be loaded once earlier changes are done. */
  WAITING,
  /** Being loaded, checked and warmed up. */
  LOADING,
  /** Serves requests that name no version. */
  LIVE,
  /** Serves requests that name it. */
  PINNED,
  /** Serves a share of the requests that name no version. */
  CANARY,
  /** Embeds a share of the live version's faces again, for comparison. */
  SHADOW,
  /** Finishes the requests that it has, and takes no more. */
  DRAINING,
  /** Could not be loaded. */
  FAILED
}
