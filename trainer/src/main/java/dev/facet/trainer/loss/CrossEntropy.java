package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * Cross entropy between the softmax of logits and the one right class: {@code log (sum over j of
 * exp l_j) - l_y}. The classes may be in several parts, of which each computes two numbers a face;
 * these are all that the parts tell each other (An et al. 2021, "Partial FC", section 3.2).
 */
public final class CrossEntropy {

  private static final int WITHIN_ROW = 1;
  private static final int OVER_PARTS = 0;

  private CrossEntropy() {}

  /**
   * What a part of the classes contributes.
   *
   * @param logits N x K, of the classes of this part
   * @param own N x K: 1 at each row's own class, else 0; a row of zeros where it is in another part
   * @return N x 2: the logarithm of the sum of exponentials, and the logit of the own class or 0
   */
  public static NDArray part(NDArray logits, NDArray own) {
    NDArray right = logits.mul(own).sum(new int[] {WITHIN_ROW}, true);
    return NDArrays.concat(new NDList(logSumExp(logits, WITHIN_ROW), right), WITHIN_ROW);
  }

  /**
   * The mean over the faces.
   *
   * @param parts P N x 2: what each of P parts contributes, one below the other
   * @param count P, at least 1
   */
  public static NDArray mean(NDArray parts, int count) {
    NDList columns = parts.split(2, WITHIN_ROW);
    long faces = parts.getShape().get(0) / count;
    NDArray all = logSumExp(columns.get(0).reshape(count, faces), OVER_PARTS);
    return all.sum().sub(columns.get(1).sum()).div(faces);
  }

  private static NDArray logSumExp(NDArray values, int axis) {
    int[] axes = {axis};
    // The result does not depend on what is taken off, and so neither does the gradient.
    NDArray greatest = values.max(axes, true).stopGradient();
    return values.sub(greatest).exp().sum(axes, true).log().add(greatest);
  }
}
