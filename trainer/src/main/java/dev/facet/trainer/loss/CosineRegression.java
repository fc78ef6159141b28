package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * Mean of {@code 1 - cos(student, teacher)}: half the squared distance of the normalised vectors. 0
 * at best, 2 at worst. The student's dimension is the teacher's.
 */
public final class CosineRegression implements DistillationLoss {

  @Override
  public NDArray value(NDArray embeddings, NDArray targets) {
    long items = embeddings.getShape().get(0);
    return Unit.rows(embeddings).mul(Unit.rows(targets)).sum().div(-items).add(1);
  }
}
