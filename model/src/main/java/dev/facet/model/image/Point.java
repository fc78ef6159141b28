package dev.facet.model.image;

/**
 * A place in an image. (0, 0) is the centre of the top left pixel.
 *
 * @param x pixels to the right of the centre of the leftmost column
 * @param y pixels below the centre of the topmost row
 */
public record Point(float x, float y) {}
