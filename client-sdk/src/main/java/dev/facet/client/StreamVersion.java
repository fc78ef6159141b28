package dev.facet.client;

import dev.facet.v1.EmbedStreamRequest;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Which version the faces of a stream name. Where one is to be held, it is the one that embeds the
 * first face; a call that takes the stream up again has to name it once more. Not thread-safe.
 */
final class StreamVersion {
  private final boolean holds;
  private @Nullable ModelRef held;

  /** Whether the server holds the version for the call that is under way. */
  private boolean confirmed;

  StreamVersion(boolean holds) {
    this.holds = holds;
  }

  /**
   * How many faces may be under way. Where a version is to be held they go one at a time until one
   * is embedded: only then is known which version that is.
   */
  int window(int maxInFlight) {
    return holds && held == null ? 1 : maxInFlight;
  }

  /** A call begins, and the server holds nothing for it yet. */
  void callBegins() {
    confirmed = false;
  }

  EmbedStreamRequest request(String id, Submission<?> face, EmbedOptions options) {
    if (held == null) {
      return Messages.streamRequest(id, face, options);
    }
    return confirmed
        ? Messages.heldStreamRequest(id, face, options)
        : Messages.streamRequest(id, face, options.withModel(held.name(), held.version()));
  }

  /**
   * Takes note of a result.
   *
   * @return the result; a failure where it is of another version than the one that is held, which
   *     has the same name on a server that the stream was taken up by
   */
  EmbedResult checked(EmbedResult result) {
    ModelRef model = result.model().orElse(null);
    if (!holds || model == null) {
      return result;
    }
    if (held == null) {
      held = model;
    } else if (!held.equals(model)) {
      return EmbedResult.failure(
          Failures.local(
              Status.Code.FAILED_PRECONDITION,
              "the stream was taken up by a server with %s (expected: %s, which it holds)"
                  .formatted(model, held),
              null));
    }
    confirmed = true;
    return result;
  }
}
