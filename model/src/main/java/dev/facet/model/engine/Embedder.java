package dev.facet.model.engine;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;

/**
 * Makes embeddings of faces' tensors on one device, as a bundle says. {@link EmbeddingModel} is the
 * one that computes them; a server's own cost is measured with one that does nothing.
 *
 * <p>Thread-safe. Holds memory until closed.
 */
public interface Embedder extends AutoCloseable {

  /** Brings a bundle onto a device. */
  @FunctionalInterface
  interface Loader {

    /**
     * Loads.
     *
     * @param bundle what to load
     * @param device where it is to run
     * @param passes how its graph is rewritten
     * @param progress is told how far the load is; what it throws ends the load
     * @throws BadBundleException if the bundle cannot be loaded
     * @throws IllegalArgumentException if the machine or the engine lacks the device
     */
    Embedder load(
        ModelBundle bundle, ComputeDevice device, GraphPasses passes, LoadProgress progress)
        throws BadBundleException;
  }

  /**
   * Embeds faces.
   *
   * @param tensors a face each: C x height x width values as the manifest's input says, row-major
   *     and finite, which is not checked; any number of faces; not kept, not changed
   * @return an embedding of {@code output.dimension} values for each face, in order; of Euclidean
   *     norm 1 where the manifest says so
   * @throws IllegalArgumentException if a tensor is not of the input's size
   * @throws NonFiniteEmbeddingException for the first face whose embedding is not a finite vector,
   *     or cannot be normalised
   * @throws IllegalStateException if it is closed
   */
  float[][] embed(float[][] tensors);

  /**
   * Embeds faces as {@link #embed} does, with the same result, but only while the device has time
   * for it. Where others always wait, this waits for ever: a caller that no longer wants the result
   * interrupts the thread.
   *
   * @throws InterruptedException if the thread is interrupted while it waits for its turn
   */
  float[][] embedInBackground(float[][] tensors) throws InterruptedException;

  /**
   * The largest batch that the device runs at once, at least 1. More faces are embedded as several
   * of these, one after the other, so that a queue had better hand out no more.
   */
  int maxBatch();

  /** What is known of the model. */
  Manifest manifest();

  /** Where the model runs. */
  ComputeDevice device();

  /**
   * Frees the memory. Idempotent. Waits for nothing: the caller sees to it that no {@link #embed}
   * is under way.
   */
  @Override
  void close();
}
