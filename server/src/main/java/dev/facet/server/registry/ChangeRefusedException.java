package dev.facet.server.registry;

/**
 * A change of what is loaded or live did not happen, and nothing else has changed. The message says
 * why.
 */
public final class ChangeRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why a change did not happen. */
  public enum Reason {
    /** The files are damaged, or the model fails its self-test. */
    MODEL_NOT_LOADABLE,
    /** It is not signed by a key that is trusted, or not as its files are. */
    UNTRUSTED_VERSION,
    /** The version is not the one that was meant. */
    DIGEST_MISMATCH,
    /** It does not fit beside what is loaded. */
    INSUFFICIENT_MEMORY,
    /** It was not loaded in time. */
    LOAD_TIMEOUT,
    /** The choice cannot be written down, so a restart would forget it. */
    CHOICE_NOT_KEPT,
    /** The configuration decides. */
    FIXED_BY_CONFIG,
    /** There is nothing to roll back to. */
    NO_PREVIOUS_VERSION,
    /** The version is not loaded. */
    NOT_LOADED,
    /** The default model must have a live version. */
    DEFAULT_MODEL,
    /** A rollout needs a live version beside it. */
    NO_LIVE_VERSION,
    /** A candidate must not be the live version. */
    ALREADY_LIVE,
    /** There is no rollout to end. */
    NO_ROLLOUT,
    /** The two versions' embeddings have not the same dimension. */
    NOT_COMPARABLE,
    /** One version of a model embeds faces, another finds them. */
    OTHER_KIND
  }

  ChangeRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  ChangeRefusedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why it did not happen. */
  public Reason reason() {
    return reason;
  }
}
