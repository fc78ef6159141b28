package dev.facet.server.batching;

import java.util.List;

/**
 * What a worker does with a batch.
 *
 * @param <I> an item
 * @param <O> what is made of it
 */
@FunctionalInterface
public interface BatchFunction<I, O> {
  /**
   * Processes a batch.
   *
   * @param batch one or more items, unmodifiable
   * @return as many outputs as there are items, in their order, none null
   * @throws Exception when it fails; a batch of several items is then tried again item by item, so
   *     the function must bear being called again with the same items. An {@link Error} fails the
   *     batch as a whole
   */
  List<O> apply(List<I> batch) throws Exception;
}
