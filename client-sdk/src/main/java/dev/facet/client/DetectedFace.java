package dev.facet.client;

/**
 * A face that was found in a photo.
 *
 * @param box where it is
 * @param score how sure the detector is that it is a face, 0 to 1
 * @param landmarks its five points, with which the photo can be sent again: {@link
 *     FaceImage#withLandmarks}
 * @param quality what speaks for or against recognising it
 */
public record DetectedFace(
    BoundingBox box, float score, Landmarks landmarks, FaceQuality quality) {}
