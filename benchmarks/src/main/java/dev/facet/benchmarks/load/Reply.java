package dev.facet.benchmarks.load;

import dev.facet.v1.Embedding;
import dev.facet.v1.ModelRef;

/**
 * The answer of a request.
 *
 * @param image which of the images was embedded
 * @param model that the server names
 * @param embedding that it gives
 */
public record Reply(int image, ModelRef model, Embedding embedding) {}
