package dev.facet.client;

import java.util.Optional;

/**
 * How many faces are embedded by one stream. Immutable.
 *
 * @param embed which model embeds them, how urgently, and how long nothing may be answered
 * @param maxInFlight number of faces that may be under way at once, 1 or more; the server too has a
 *     bound ({@code stream.max-in-flight}, 64 unless changed), beyond which it reads no further. A
 *     photo counts as one, however many faces it has
 * @param ordered whether results come in the order of the faces, or as they are done; in order, a
 *     face that takes long holds up the results of those behind it
 * @param detect how to find the faces of each image, which then is a photo without landmarks: the
 *     results have {@link EmbedResult#faces}. Empty: images are face crops, or photos with
 *     landmarks
 */
public record StreamOptions(
    EmbedOptions embed, int maxInFlight, boolean ordered, Optional<DetectOptions> detect) {
  /** Number of faces that may be under way where nothing else is said. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 64;

  /** {@link EmbedOptions#DEFAULT}, at most 64 faces under way, results in order, no detection. */
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
    return new StreamOptions(embed, DEFAULT_MAX_IN_FLIGHT, true, Optional.empty());
  }

  /** Returns these options with another bound of the faces under way. */
  public StreamOptions withMaxInFlight(int maxInFlight) {
    return new StreamOptions(embed, maxInFlight, ordered, detect);
  }

  /** Returns these options with results as they are done. */
  public StreamOptions unordered() {
    return new StreamOptions(embed, maxInFlight, false, detect);
  }

  /** Returns these options for photos whose faces are found first. */
  public StreamOptions withDetect(DetectOptions detect) {
    return new StreamOptions(embed, maxInFlight, ordered, Optional.of(detect));
  }
}
