package dev.facet.client;

import java.time.Duration;

/**
 * Where the server spent the time of one face, to the microsecond.
 *
 * @param queue waiting, for preprocessing and for the engine together
 * @param preprocess decoding, aligning and resizing
 * @param inference the engine's work on the batch in which the face was
 * @param batchSize number of faces in that batch
 */
public record Timing(Duration queue, Duration preprocess, Duration inference, int batchSize) {
  /** Nothing measured: the timing of an embedding that was not just made by a server. */
  public static final Timing NONE = new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
}
