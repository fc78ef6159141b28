package dev.facet.client;

import java.util.Optional;

/**
 * How alike two faces are.
 *
 * @param cosineSimilarity cosine of the angle between the embeddings, -1 to 1; 1 is the same
 * @param euclideanDistance distance of the normalised embeddings, 0 to 2; 0 is the same
 * @param model the model that embedded the images; empty where both faces were embeddings
 */
public record Comparison(
    float cosineSimilarity, float euclideanDistance, Optional<ModelRef> model) {}
