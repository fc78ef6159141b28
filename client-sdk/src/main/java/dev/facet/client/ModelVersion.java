package dev.facet.client;

import java.util.Optional;

/**
 * One version of a model, as the server has it.
 *
 * @param ref name, version and digest
 * @param state what the version is doing
 * @param stage how far its load is; {@link LoadStage#NONE} unless the state is {@link
 *     State#LOADING}
 * @param share part of the requests, for a shadow of the faces, that it gets, 0 to 1; 0 unless the
 *     state is {@link State#CANARY} or {@link State#SHADOW}
 * @param shadow how it did so far; empty unless the state is {@link State#SHADOW}
 * @param failure why it could not be loaded; empty unless the state is {@link State#FAILED}
 * @param kind what it does; {@link ModelKind#UNKNOWN} until it is loaded
 * @param description what it takes and gives; empty until it is loaded
 */
public record ModelVersion(
    ModelRef ref,
    State state,
    LoadStage stage,
    double share,
    Optional<ShadowReport> shadow,
    String failure,
    ModelKind kind,
    Optional<ModelDescription> description) {

  /** Returns whether it runs beside the live version, to take its place or not. */
  public boolean isCandidate() {
    return state == State.CANARY || state == State.SHADOW;
  }

  /** What a version is doing. */
  public enum State {
    /** Something that this client is too old to know. */
    UNKNOWN,
    /** In the repository, not in memory. */
    AVAILABLE,
    /** Being loaded, checked and warmed up. */
    LOADING,
    /** Serves requests that name no version. */
    LIVE,
    /** Finishes the requests that it has, and takes no more. */
    DRAINING,
    /** Could not be loaded. */
    FAILED,
    /** Kept loaded for requests that name it. */
    PINNED,
    /** Serves requests that name it, and a share of those that name no version. */
    CANARY,
    /**
     * Serves requests that name it, and embeds a share of the live version's faces again, without
     * anybody getting the result.
     */
    SHADOW
  }
}
