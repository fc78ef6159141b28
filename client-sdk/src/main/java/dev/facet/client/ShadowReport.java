package dev.facet.client;

import java.time.Duration;

/**
 * How a shadow did since its rollout began.
 *
 * @param compared number of faces that both the live version and the shadow embedded
 * @param meanCosine mean cosine of the two versions' embeddings of the same face, -1 to 1; 0 while
 *     none is compared
 * @param leastCosine least of these cosines; 0 while none is compared
 * @param failed number of faces that the live version embedded and the shadow could not
 * @param skipped number of faces that were left out since the machine had no time for them
 * @param meanInference mean time that the shadow's engine took for a face's batch, to the
 *     microsecond; zero while none is compared
 */
public record ShadowReport(
    long compared,
    double meanCosine,
    double leastCosine,
    long failed,
    long skipped,
    Duration meanInference) {}
