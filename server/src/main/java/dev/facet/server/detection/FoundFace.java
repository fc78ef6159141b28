package dev.facet.server.detection;

import dev.facet.model.detection.FaceBox;
import dev.facet.model.detection.FaceQuality;
import dev.facet.model.image.Landmarks;

/**
 * A face of a photo.
 *
 * @param box where it is, in pixels of the photo
 * @param score how sure the detector is, 0 to 1
 * @param landmarks its five points, in pixels of the photo
 * @param quality what speaks for or against recognising it
 */
public record FoundFace(FaceBox box, float score, Landmarks landmarks, FaceQuality quality) {}
