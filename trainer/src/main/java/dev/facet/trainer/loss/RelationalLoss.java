package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * Mean over the pairs of a batch of the squared difference between the student's cosine of the pair
 * and the teacher's: the relations between faces rather than the faces (relational distillation,
 * Park et al. 2019; on similarity matrices, Tung and Mori 2019). 0 for a batch of one. The
 * student's dimension may differ from the teacher's.
 */
public final class RelationalLoss implements DistillationLoss {

  @Override
  public NDArray value(NDArray embeddings, NDArray targets) {
    long items = embeddings.getShape().get(0);
    // A face's cosine with itself is 1 on both sides, so the diagonal adds nothing.
    NDArray difference = Unit.cosines(embeddings, embeddings).sub(Unit.cosines(targets, targets));
    return difference.square().sum().div(Math.max(1, items * (items - 1)));
  }
}
