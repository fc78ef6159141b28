package dev.facet.client;

import java.time.Duration;

/**
 * Which model embeds, how urgently and within what time. Immutable; {@link FacetClient#options} is
 * where a call's own options start from.
 *
 * @param model name of the model; empty: the server's default model
 * @param version version of the model, which must be loaded; 0: the live one
 * @param priority how urgent the faces are
 * @param deadline time that a call may take from when it is made, positive. A stream has no
 *     deadline as a whole: there it bounds how long {@link EmbeddingStream#close} waits
 */
public record EmbedOptions(String model, long version, Priority priority, Duration deadline) {
  /** The server's default model, its live version, the call's own priority, ten seconds. */
  public static final EmbedOptions DEFAULT =
      new EmbedOptions("", 0, Priority.DEFAULT, Duration.ofSeconds(10));

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the version is negative or the deadline is not positive
   */
  public EmbedOptions {
    if (version < 0) {
      throw new IllegalArgumentException("version: " + version + " (expected: 0 or more)");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline: " + deadline + " (expected: more than zero)");
    }
  }

  /** Returns these options with the live version of another model. */
  public EmbedOptions withModel(String model) {
    return withModel(model, 0);
  }

  /** Returns these options with another model and version. */
  public EmbedOptions withModel(String model, long version) {
    return new EmbedOptions(model, version, priority, deadline);
  }

  /** Returns these options with another priority. */
  public EmbedOptions withPriority(Priority priority) {
    return new EmbedOptions(model, version, priority, deadline);
  }

  /** Returns these options with another deadline. */
  public EmbedOptions withDeadline(Duration deadline) {
    return new EmbedOptions(model, version, priority, deadline);
  }
}
