package dev.facet.client;

/**
 * A face that was found in a photo, and its embedding.
 *
 * @param detected where it is, and how good a picture of it
 * @param embedding its embedding; the timing is {@link Timing#NONE}
 */
public record EmbeddedFace(DetectedFace detected, FaceEmbedding embedding) {}
