package dev.facet.client;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * How to look for the faces of a photo. Immutable.
 *
 * @param select which of the faces that are found are wanted
 * @param minScore lowest score of a face, 0 to 1; empty: the server's default, 0.5
 * @param minSize least size of a face, in pixels of the photo: of the shorter side of its box, 0 or
 *     more; smaller ones are left out. It also says how closely the photo is looked at. 0: at once
 *     as a whole, which finds faces from about a fortieth of the photo's longer side on. Below
 *     that: also in parts, as many as {@code limits.max-tiles} of the server allows; where that is
 *     not enough, the call fails with reason {@code TOO_MANY_TILES}
 * @param detector name of the detector; empty: the server's default
 * @param detectorVersion version of the detector, which must be loaded; 0: the live one
 */
public record DetectOptions(
    FaceSelection select,
    OptionalDouble minScore,
    int minSize,
    String detector,
    long detectorVersion) {
  /**
   * All faces, in {@code compare} the largest; the server's least score, no least size, the live
   * version of the server's default detector.
   */
  public static final DetectOptions DEFAULT =
      new DetectOptions(FaceSelection.DEFAULT, OptionalDouble.empty(), 0, "", 0);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the score is not from 0 to 1, or the size or the version is
   *     negative
   */
  public DetectOptions {
    requireNonNull(select, "select");
    requireNonNull(detector, "detector");
    if (minScore.isPresent() && !(minScore.getAsDouble() >= 0 && minScore.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "minScore: " + minScore.getAsDouble() + " (expected: 0 to 1)");
    }
    if (minSize < 0) {
      throw new IllegalArgumentException("minSize: " + minSize + " (expected: 0 or more)");
    }
    if (detectorVersion < 0) {
      throw new IllegalArgumentException(
          "detectorVersion: " + detectorVersion + " (expected: 0 or more)");
    }
  }

  /** Returns these options with another selection of the faces that are found. */
  public DetectOptions withSelect(FaceSelection select) {
    return new DetectOptions(select, minScore, minSize, detector, detectorVersion);
  }

  /** Returns these options with another lowest score, 0 to 1. */
  public DetectOptions withMinScore(double minScore) {
    return new DetectOptions(
        select, OptionalDouble.of(minScore), minSize, detector, detectorVersion);
  }

  /** Returns these options with another least size, in pixels. */
  public DetectOptions withMinSize(int minSize) {
    return new DetectOptions(select, minScore, minSize, detector, detectorVersion);
  }

  /** Returns these options with the live version of another detector. */
  public DetectOptions withDetector(String detector) {
    return withDetector(detector, 0);
  }

  /** Returns these options with another detector and version. */
  public DetectOptions withDetector(String detector, long version) {
    return new DetectOptions(select, minScore, minSize, detector, version);
  }
}
