package dev.facet.client;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How two faces are compared, and what is to be decided. Immutable.
 *
 * @param embed which model embeds images, how urgently and within what time
 * @param detect how to find the face of each image, which then is a photo without landmarks. Only
 *     one face of a photo is compared, so not {@link FaceSelection#ALL}; a photo without a face
 *     fails the call with reason {@code NO_FACE}. Empty: images are face crops, or photos with
 *     landmarks
 * @param threshold the two are taken for one person's from this cosine similarity on, -1 to 1;
 *     empty: not asked
 * @param maxFar the two are taken for one person's from the similarity on at which the model takes
 *     at most this part of the pairs of two people for one (false accept rate): above 0, below 1. A
 *     model that is not calibrated so far fails the call with reason {@code NOT_CALIBRATED}. Empty:
 *     not asked. Never together with a threshold
 */
public record CompareOptions(
    EmbedOptions embed,
    Optional<DetectOptions> detect,
    OptionalDouble threshold,
    OptionalDouble maxFar) {
  /** {@link EmbedOptions#DEFAULT}, no detection, nothing to decide. */
  public static final CompareOptions DEFAULT = of(EmbedOptions.DEFAULT);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if all faces are selected, the threshold or the rate is out of
   *     its range, or both are there
   */
  public CompareOptions {
    if (detect.isPresent() && detect.get().select() == FaceSelection.ALL) {
      throw new IllegalArgumentException("select: ALL (expected: DEFAULT, LARGEST or CENTRAL)");
    }
    if (threshold.isPresent() && !(Math.abs(threshold.getAsDouble()) <= 1)) {
      throw new IllegalArgumentException(
          "threshold: " + threshold.getAsDouble() + " (expected: -1 to 1)");
    }
    if (maxFar.isPresent() && !(maxFar.getAsDouble() > 0 && maxFar.getAsDouble() < 1)) {
      throw new IllegalArgumentException(
          "maxFar: " + maxFar.getAsDouble() + " (expected: above 0, below 1)");
    }
    if (threshold.isPresent() && maxFar.isPresent()) {
      throw new IllegalArgumentException("threshold and maxFar: both (expected: one of them)");
    }
  }

  /** Returns the default with other options of the faces. */
  public static CompareOptions of(EmbedOptions embed) {
    return new CompareOptions(
        embed, Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** Returns these options for photos whose face is found first. */
  public CompareOptions withDetect(DetectOptions detect) {
    return new CompareOptions(embed, Optional.of(detect), threshold, maxFar);
  }

  /** Returns these options with a decision at a cosine similarity, in place of any other. */
  public CompareOptions withThreshold(double threshold) {
    return new CompareOptions(embed, detect, OptionalDouble.of(threshold), OptionalDouble.empty());
  }

  /** Returns these options with a decision at a rate of false accepts, in place of any other. */
  public CompareOptions withMaxFar(double maxFar) {
    return new CompareOptions(embed, detect, OptionalDouble.empty(), OptionalDouble.of(maxFar));
  }
}
