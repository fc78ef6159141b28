package dev.facet.model.evaluation;

/**
 * Two photos and the truth about them.
 *
 * @param first path of a photo, relative to the directory of photos, with forward slashes
 * @param second path of the other photo
 * @param same whether both show the same person
 */
public record FacePair(String first, String second, boolean same) {}
