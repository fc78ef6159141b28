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
 *     deadline as a whole: there it bounds how long nothing may be answered while faces wait
 * @param routingKey whatever should be kept together, such as a user's or a gallery's name, at most
 *     {@value #MAX_ROUTING_KEY_LENGTH} characters: while a canary runs, all requests of one key are
 *     answered by the same version. Empty: each call by itself, and a stream stays together
 * @param holdVersion whether a stream stays with the version that embeds its first face, also when
 *     another goes live meanwhile; without it each face is embedded by the version that is live
 *     when it comes. Other calls do not look at it
 */
public record EmbedOptions(
    String model,
    long version,
    Priority priority,
    Duration deadline,
    String routingKey,
    boolean holdVersion) {
  /** Number of characters that a routing key may have. */
  public static final int MAX_ROUTING_KEY_LENGTH = 128;

  /**
   * The server's default model, its live version, the call's own priority, ten seconds, no routing
   * key, no version held.
   */
  public static final EmbedOptions DEFAULT =
      new EmbedOptions("", 0, Priority.DEFAULT, Duration.ofSeconds(10), "", false);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the version is negative, the deadline is not positive or
   *     the routing key is too long
   */
  public EmbedOptions {
    if (version < 0) {
      throw new IllegalArgumentException("version: " + version + " (expected: 0 or more)");
    }
    requirePositive("deadline", deadline);
    if (routingKey.length() > MAX_ROUTING_KEY_LENGTH) {
      // Not the key itself: it may name a person.
      throw new IllegalArgumentException(
          "routingKey: %d characters (expected: at most %d)"
              .formatted(routingKey.length(), MAX_ROUTING_KEY_LENGTH));
    }
  }

  static void requirePositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + ": " + duration + " (expected: more than zero)");
    }
  }

  /** Returns these options with the live version of another model. */
  public EmbedOptions withModel(String model) {
    return withModel(model, 0);
  }

  /** Returns these options with another model and version. */
  public EmbedOptions withModel(String model, long version) {
    return new EmbedOptions(model, version, priority, deadline, routingKey, holdVersion);
  }

  /** Returns these options with another priority. */
  public EmbedOptions withPriority(Priority priority) {
    return new EmbedOptions(model, version, priority, deadline, routingKey, holdVersion);
  }

  /** Returns these options with another deadline. */
  public EmbedOptions withDeadline(Duration deadline) {
    return new EmbedOptions(model, version, priority, deadline, routingKey, holdVersion);
  }

  /** Returns these options with another routing key. */
  public EmbedOptions withRoutingKey(String routingKey) {
    return new EmbedOptions(model, version, priority, deadline, routingKey, holdVersion);
  }

  /** Returns these options for streams that stay with one version, or that do not. */
  public EmbedOptions withHoldVersion(boolean holdVersion) {
    return new EmbedOptions(model, version, priority, deadline, routingKey, holdVersion);
  }
}
