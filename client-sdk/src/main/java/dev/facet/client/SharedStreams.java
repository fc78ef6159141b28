package dev.facet.client;

import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Streams that single faces of many threads share, in place of a call for each. Begins a stream
 * with its first face, and another in place of one that was given up. Thread-safe.
 */
final class SharedStreams {
  private final Calls calls;
  private final EmbedOptions options;
  private final List<StreamSession> sessions = new ArrayList<>();
  private int turn;

  /**
   * Streams, none of which is open.
   *
   * @param options of the client
   * @param count number of streams, 1 or more
   */
  SharedStreams(Calls calls, EmbedOptions options, int count) {
    this.calls = calls;
    this.options = options.withHoldVersion(false);
    for (int i = 0; i < count; i++) {
      sessions.add(session());
    }
  }

  private StreamSession session() {
    // Not in the context of whoever comes first: others share it.
    return new StreamSession(calls, Context.ROOT, options, StreamOptions.DEFAULT_MAX_IN_FLIGHT);
  }

  /**
   * Embeds a face by the stream whose turn it is.
   *
   * @return empty where that stream has no room now
   */
  <R> Optional<CompletableFuture<R>> embed(Submission<R> face, EmbedOptions options) {
    return next().trySubmit(face, urgent(options).withHoldVersion(false));
  }

  private synchronized StreamSession next() {
    turn = (turn + 1) % sessions.size();
    if (sessions.get(turn).isOver()) {
      sessions.set(turn, session());
    }
    return sessions.get(turn);
  }

  /** Items of a stream are bulk unless they say otherwise, single calls are not. */
  private static EmbedOptions urgent(EmbedOptions options) {
    return options.priority() == Priority.DEFAULT
        ? options.withPriority(Priority.INTERACTIVE)
        : options;
  }

  /** Takes no more faces; those under way are answered still. */
  synchronized void end() {
    sessions.forEach(StreamSession::end);
  }
}
