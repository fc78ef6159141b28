package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * How much closer to its own class an embedding must be than it is: a margin lowers the cosine
 * between the two before the softmax, so that training has to raise it. Immutable.
 */
@FunctionalInterface
public interface Margin {

  /** No margin: normalised softmax (NormFace, Wang et al. 2017). */
  Margin NONE = new NoMargin();

  /**
   * The cosine with the margin on it.
   *
   * @param cosine of the angle between embeddings and their own classes, any shape, from -1 to 1
   *     but for rounding
   * @return in the same shape; falls as the angle grows from 0 to pi
   */
  NDArray apply(NDArray cosine);
}
