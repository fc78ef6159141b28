package dev.facet.client;

/**
 * What of a photo speaks for or against recognising a face. The numbers are for comparing faces and
 * for thresholds of the caller's own; none of them says whether a face will be recognised.
 *
 * @param eyeDistance distance between the eyes in pixels of the photo; below about 20, embeddings
 *     become unreliable
 * @param sharpness how sharp the aligned face is: the variance of the Laplacian of its luma, 0 or
 *     more; 0 is without any structure
 * @param brightness mean luma of the aligned face, 0 (black) to 255 (white)
 * @param yaw turn of the head to the side in degrees, -90 to 90: 0 looks into the camera, above 0
 *     to the picture's right
 * @param pitch nod of the head in degrees, -90 to 90: 0 looks into the camera, above 0 upwards
 * @param roll tilt of the head in the picture's plane in degrees, -180 to 180: 0 is upright, above
 *     0 clockwise
 */
public record FaceQuality(
    float eyeDistance, float sharpness, float brightness, float yaw, float pitch, float roll) {}
