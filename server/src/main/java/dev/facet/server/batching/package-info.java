/**
 * Gathers items of many calls into batches for a few workers, fairly, within bounds, and without
 * ever waiting for a fuller batch; knows nothing of RPC or of models.
 */
@NullMarked
package dev.facet.server.batching;

import org.jspecify.annotations.NullMarked;
