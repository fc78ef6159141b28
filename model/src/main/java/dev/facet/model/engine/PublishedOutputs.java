package dev.facet.model.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What published graphs gave for the made-up input of the trial, by {@link NetworkSource#id}: so
 * that a network that was loaded before is not compiled as published again, only to be compared.
 * Keeps the {@value #CAPACITY} used last; not those of more than {@value #MOST_VALUES} values.
 * Thread-safe.
 *
 * <p>One instance for the life of the process, since what an id names never changes.
 */
final class PublishedOutputs {

  /** More versions than anybody goes back and forth between; a few hundred kilobytes. */
  static final int CAPACITY = 64;

  /** More than an embedding has: the outputs of a detector are not kept. */
  static final int MOST_VALUES = 65_536;

  /** That of the process. */
  static final PublishedOutputs KNOWN = new PublishedOutputs();

  // Guarded by itself.
  private final Map<String, float[]> byId = new LinkedHashMap<>(16, 0.75f, true);

  /** The outputs of a published graph, if they are known. */
  Optional<float[]> find(String id) {
    synchronized (byId) {
      return Optional.ofNullable(byId.get(id));
    }
  }

  /** Keeps outputs, which nobody changes any more. */
  void keep(String id, float[] outputs) {
    if (outputs.length > MOST_VALUES) {
      return;
    }
    synchronized (byId) {
      byId.put(id, outputs);
      if (byId.size() > CAPACITY) {
        byId.remove(byId.keySet().iterator().next());
      }
    }
  }
}
