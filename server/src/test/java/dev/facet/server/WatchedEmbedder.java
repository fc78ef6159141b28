package dev.facet.server;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.Embedder;
import dev.facet.model.engine.EmbeddingModel;

/**
 * The real engine, on the CPU, before which something happens on the worker's thread for every
 * batch. It says that it runs on whichever device was asked for.
 */
record WatchedEmbedder(Embedder engine, ComputeDevice device, Before before) implements Embedder {

  /** Another than any model's. */
  static final int MAX_BATCH = 3;

  /** What happens before a batch is embedded. */
  @FunctionalInterface
  interface Before {
    void batch(ComputeDevice device, int faces) throws InterruptedException;
  }

  static Loader loader(Before before) {
    return (bundle, device, passes, progress) ->
        new WatchedEmbedder(
            EmbeddingModel.load(bundle, ComputeDevice.CPU, passes, progress), device, before);
  }

  @Override
  public float[][] embed(float[][] tensors) {
    try {
      before.batch(device, tensors.length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return engine.embed(tensors);
  }

  @Override
  public float[][] embedInBackground(float[][] tensors) throws InterruptedException {
    return engine.embedInBackground(tensors);
  }

  @Override
  public int maxBatch() {
    return MAX_BATCH;
  }

  @Override
  public Manifest manifest() {
    return engine.manifest();
  }

  @Override
  public void close() {
    engine.close();
  }
}
