package dev.facet.server;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.Embedder;
import dev.facet.model.engine.EmbeddingModel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A model whose first batch takes a while, and whose others wait until they are let go. */
final class HeldEmbedder implements Embedder {

  /** Another than any model's. */
  static final int MAX_BATCH = 3;

  private final EmbeddingModel model;
  private final CountDownLatch firstEnds = new CountDownLatch(1);
  private final Duration first;
  private final CountDownLatch gate;

  HeldEmbedder(EmbeddingModel model, Duration first, CountDownLatch gate) {
    this.model = model;
    this.first = first;
    this.gate = gate;
  }

  @Override
  public float[][] embed(float[][] tensors) {
    try {
      if (firstEnds.getCount() > 0) {
        // Nobody counts it down meanwhile: the whole time passes.
        var unused = firstEnds.await(first.toNanos(), TimeUnit.NANOSECONDS);
        firstEnds.countDown();
      } else {
        gate.await();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return model.embed(tensors);
  }

  @Override
  public float[][] embedInBackground(float[][] tensors) throws InterruptedException {
    return model.embedInBackground(tensors);
  }

  @Override
  public int maxBatch() {
    return MAX_BATCH;
  }

  @Override
  public Manifest manifest() {
    return model.manifest();
  }

  @Override
  public ComputeDevice device() {
    return model.device();
  }

  @Override
  public void close() {
    model.close();
  }
}
