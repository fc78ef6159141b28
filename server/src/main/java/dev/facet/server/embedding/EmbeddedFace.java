package dev.facet.server.embedding;

import java.time.Duration;

/**
 * The embedding of a face, and where the time went.
 *
 * @param values the embedding
 * @param queued waiting at the gate, for preprocessing and for the engine, together
 * @param preprocess decoding, aligning and resizing
 * @param inference what the engine took for the batch
 * @param batchSize number of items of that batch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record EmbeddedFace(
    float[] values, Duration queued, Duration preprocess, Duration inference, int batchSize) {}
