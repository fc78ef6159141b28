package dev.facet.model.image;

/**
 * The part of a photo that a crop is made of, maybe made smaller.
 *
 * @param pixels what lies outside of the photo is black
 * @param crop the crop, and its place in these pixels
 */
record Excerpt(Pixels pixels, Crop crop) {}
