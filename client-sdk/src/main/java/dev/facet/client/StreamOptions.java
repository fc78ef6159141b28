package dev.facet.client;

/**
 * How many faces are embedded by one stream. Immutable.
 *
 * @param embed which model embeds them, how urgently, and how long nothing may be answered
 * @param maxInFlight number of faces that may be under way at once, 1 or more; the server too has a
 *     bound ({@code stream.max-in-flight}, 64 unless changed), beyond which it reads no further
 * @param ordered whether results come in the order of the faces, or as they are done; in order, a
 *     face that takes long holds up the results of those behind it
 */
public record StreamOptions(EmbedOptions embed, int maxInFlight, boolean ordered) {
  /** Number of faces that may be under way where nothing else is said. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 64;

  /** {@link EmbedOptions#DEFAULT}, at most 64 faces under way, results in order. */
  public static final StreamOptions DEFAULT = of(EmbedOptions.DEFAULT);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if {@code maxInFlight} is less than 1
   */
  public StreamOptions {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: 1 or more)");
    }
  }

  /** Returns the default with other options of the faces. */
  public static StreamOptions of(EmbedOptions embed) {
    return new StreamOptions(embed, DEFAULT_MAX_IN_FLIGHT, true);
  }

  /** Returns these options with another bound of the faces under way. */
  public StreamOptions withMaxInFlight(int maxInFlight) {
    return new StreamOptions(embed, maxInFlight, ordered);
  }

  /** Returns these options with results as they are done. */
  public StreamOptions unordered() {
    return new StreamOptions(embed, maxInFlight, false);
  }
}
