package dev.facet.model.evaluation;

/**
 * Two photos or videos and the truth about them.
 *
 * @param first path of a photo, or of the directory of a video's frames, relative to the directory
 *     of all, with forward slashes
 * @param second path of the other
 * @param same whether both show the same person
 */
public record FacePair(String first, String second, boolean same) {}
