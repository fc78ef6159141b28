package dev.facet.server.shadow;

import java.time.Duration;

/**
 * How a shadow did so far.
 *
 * @param compared faces that both the live version and the shadow embedded
 * @param meanCosine mean cosine of both embeddings of a face, -1 to 1; 0 while none is compared
 * @param leastCosine least of these cosines; 0 while none is compared
 * @param failed faces that the live version embedded and the shadow could not
 * @param skipped faces that were left out since there was no time for them
 * @param meanInference mean time that the engine took for a face; zero while none is compared
 */
public record ShadowReport(
    long compared,
    double meanCosine,
    double leastCosine,
    long failed,
    long skipped,
    Duration meanInference) {}
