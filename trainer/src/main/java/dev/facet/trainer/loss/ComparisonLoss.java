package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * A loss that compares the embeddings of a batch with each other, by whether they are of one
 * person. It learns nothing of its own, and needs batches of several people with several photos
 * each. Implementations are immutable and compute in the type of the embeddings, float32 or
 * float64.
 */
public interface ComparisonLoss {

  /**
   * The loss of a batch. Its intermediate results belong to the managers of the arguments, so these
   * should be a batch's own, closed after it.
   *
   * @param embeddings N x D, not normalised
   * @param labels N people, int32
   */
  Result value(NDArray embeddings, NDArray labels);

  /**
   * The loss of a batch, and how much of the batch it learns from.
   *
   * @param loss one number; 0 if there is nothing to compare
   * @param active share of what is compared that the loss is still above 0 for, 0 to 1. Near 0, the
   *     batches are too easy to learn from. At 1 for long, with a loss that stays at the margin of
   *     {@link TripletLoss}, all embeddings have become one.
   */
  record Result(NDArray loss, double active) {}
}
