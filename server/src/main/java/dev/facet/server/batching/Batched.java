package dev.facet.server.batching;

import java.time.Duration;

/**
 * What a {@link Batcher} made of one item, and how.
 *
 * @param <O> what a batch function returns for an item
 * @param output what the batch function returned for this item
 * @param queued how long the item waited for a worker
 * @param inference how long the batch function ran for the whole batch
 * @param batchSize number of items in that batch, at least 1
 */
public record Batched<O>(O output, Duration queued, Duration inference, int batchSize) {}
