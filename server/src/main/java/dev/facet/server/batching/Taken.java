package dev.facet.server.batching;

import java.util.List;

/**
 * What a worker got from the backlog.
 *
 * @param batch items to serve now; may be empty where some were dropped
 * @param dropped items that nobody wants any more
 * @param nanos when they were taken
 */
record Taken<W extends Work<?>>(List<W> batch, List<W> dropped, long nanos) {}
