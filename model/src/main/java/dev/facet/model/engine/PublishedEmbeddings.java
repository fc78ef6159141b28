package dev.facet.model.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What published graphs gave for the made-up face of the trial, by the digest of their bundle: so
 * that a version that was loaded before is not compiled as published again, only to be compared.
 * Keeps the {@value #CAPACITY} used last. Thread-safe.
 *
 * <p>One instance for the life of the process, since what a digest names never changes.
 */
final class PublishedEmbeddings {

  /** More versions than anybody goes back and forth between; a few hundred kilobytes. */
  static final int CAPACITY = 64;

  /** That of the process. */
  static final PublishedEmbeddings KNOWN = new PublishedEmbeddings();

  // Guarded by itself.
  private final Map<String, float[]> byDigest = new LinkedHashMap<>(16, 0.75f, true);

  /** The embedding of a bundle's published graph, if it is known. */
  Optional<float[]> find(String digest) {
    synchronized (byDigest) {
      return Optional.ofNullable(byDigest.get(digest));
    }
  }

  /** Keeps an embedding, which nobody changes any more. */
  void keep(String digest, float[] embedding) {
    synchronized (byDigest) {
      byDigest.put(digest, embedding);
      if (byDigest.size() > CAPACITY) {
        byDigest.remove(byDigest.keySet().iterator().next());
      }
    }
  }
}
