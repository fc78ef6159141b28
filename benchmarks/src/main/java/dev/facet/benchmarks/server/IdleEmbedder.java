package dev.facet.benchmarks.server;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.Embedder;

/** Gives every face an embedding of zeros, and computes nothing. */
record IdleEmbedder(Manifest manifest, ComputeDevice device) implements Embedder {

  /** That of models on a CPU. */
  private static final int MAX_BATCH = 4;

  @Override
  public float[][] embed(float[][] tensors) {
    return new float[tensors.length][manifest.output().dimension()];
  }

  @Override
  public float[][] embedInBackground(float[][] tensors) {
    return embed(tensors);
  }

  @Override
  public int maxBatch() {
    return MAX_BATCH;
  }

  @Override
  public void close() {}
}
