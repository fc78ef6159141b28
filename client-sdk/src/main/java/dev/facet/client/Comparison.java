package dev.facet.client;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How alike two faces are.
 *
 * @param cosineSimilarity cosine of the angle between the embeddings, -1 to 1; 1 is the same
 * @param euclideanDistance distance of the normalised embeddings, 0 to 2; 0 is the same
 * @param model the model that embedded the images; empty where both faces were embeddings
 * @param firstFace the face of the first photo that was compared; empty unless one was to be found
 * @param secondFace the face of the second photo that was compared; empty unless one was to be
 *     found
 * @param decision what was decided; empty unless it was asked for
 * @param far part of the pairs of two people that are at least as alike as these two, as the
 *     model's calibration measured it: an upper bound. Empty where the model is not calibrated,
 *     where these two are less alike than its lowest threshold, or where both were embeddings
 */
public record Comparison(
    float cosineSimilarity,
    float euclideanDistance,
    Optional<ModelRef> model,
    Optional<DetectedFace> firstFace,
    Optional<DetectedFace> secondFace,
    Optional<Decision> decision,
    OptionalDouble far) {}
