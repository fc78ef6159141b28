package dev.facet.client;

/**
 * What a version of a model takes and gives, as its manifest says.
 *
 * @param dimension number of values of an embedding; 0 of a detector
 * @param inputWidth width of the model's input in pixels
 * @param inputHeight height of the model's input in pixels
 * @param template name of the template to which faces are aligned: "arcface-112" or "none"; empty
 *     of a detector
 * @param normalized whether embeddings have unit norm; false of a detector
 * @param license licence of the weights; may be empty
 * @param provenance where the weights come from; may be empty
 */
public record ModelDescription(
    int dimension,
    int inputWidth,
    int inputHeight,
    String template,
    boolean normalized,
    String license,
    String provenance) {}
