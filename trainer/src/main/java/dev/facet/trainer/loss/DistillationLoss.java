package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * A loss that holds a student's embeddings against those of a teacher. Implementations are
 * immutable and compute in the type of their arguments, float32 or float64.
 */
public interface DistillationLoss {

  /**
   * The loss of a batch. Its intermediate results belong to the managers of the arguments.
   *
   * @param embeddings the student's, N x D, not normalised
   * @param targets the teacher's for the same faces, one row for each, of any length but 0
   * @return one number, not weighted
   */
  NDArray value(NDArray embeddings, NDArray targets);
}
