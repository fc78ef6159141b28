package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/** Cross entropy between the softmax of logits and the one right class. */
final class CrossEntropy {

  private CrossEntropy() {}

  /**
   * Mean over the rows of {@code -log softmax(logits)[label]}.
   *
   * @param logits N x K
   * @param own N x K: 1 at each row's own class, else 0
   */
  static NDArray mean(NDArray logits, NDArray own) {
    long rows = logits.getShape().get(0);
    return logits.logSoftmax(1).mul(own).sum().div(-rows);
  }
}
