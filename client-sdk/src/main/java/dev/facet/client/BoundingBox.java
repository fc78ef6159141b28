package dev.facet.client;

/**
 * A rectangle in an image, in pixels of the image as displayed (after EXIF orientation); (0, 0) is
 * the centre of the top left pixel. It may reach over the image's edge.
 *
 * @param left x of its leftmost column
 * @param top y of its topmost row
 * @param width width in pixels, above 0
 * @param height height in pixels, above 0
 */
public record BoundingBox(float left, float top, float width, float height) {}
