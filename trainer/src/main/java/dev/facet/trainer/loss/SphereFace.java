package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.TensorShape;
import java.util.Map;
import java.util.Objects;

/**
 * A-Softmax (SphereFace, Liu et al. 2017): the cross entropy of {@code |x| c_j}, and for the own
 * class of {@code |x| psi(theta)}, with {@code psi = (-1)^k cos(m theta) - 2k} for theta in {@code
 * [k pi / m, (k + 1) pi / m]}, k from 0 to m - 1. Class weights are normalised and there is no
 * bias; embeddings are not normalised. psi falls on all of 0 to pi, from 1 to {@code 1 - 2m}.
 *
 * <p>Annealed, as no network learns it from the start: the own class has {@code |x| (lambda c +
 * psi) / (1 + lambda)}. With {@code m = 1} psi is c, and lambda changes nothing.
 *
 * <p>{@code cos(m theta)} is computed as a polynomial of c, so that there is no arc cosine, and the
 * gradients are finite and exact at angles of 0 and pi too. They are those of the formula. The
 * backward pass of the released code is not: it divides the gradient of the own class by the
 * embedding by the Euclidean norm of its two coefficients, of weight and embedding, and gives
 * weights the gradient that they would have without normalisation and margin. Rates that are right
 * for it are not the same here.
 *
 * @param margin m, 1 to 4, as in the paper; {@value #DEFAULT_MARGIN} in its results
 * @param annealing of lambda over the steps of a run
 */
public record SphereFace(int margin, Annealing annealing) implements ClassLoss {

  /** The margin of the paper's results. */
  public static final int DEFAULT_MARGIN = 4;

  /**
   * Checks the margin.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public SphereFace {
    if (margin < 1 || margin > 4) {
      throw new IllegalArgumentException("margin: " + margin + " (expected: 1 to 4)");
    }
  }

  @Override
  public Map<String, TensorShape> tensors(int classes, int dimension) {
    return Map.of(WEIGHT, TensorShape.of(classes, dimension));
  }

  @Override
  public NDArray logits(NDArray embeddings, Map<String, NDArray> tensors, NDArray own, long step) {
    NDArray weight = Objects.requireNonNull(tensors.get(WEIGHT), WEIGHT);
    double lambda = annealing.lambda(step);
    NDArray cosines =
        MarginSoftmax.lowered(
            Unit.cosines(embeddings, weight),
            own,
            cosine -> psi(cosine).add(cosine.mul(lambda)).div(1 + lambda));
    return cosines.mul(Unit.lengths(embeddings));
  }

  private NDArray psi(NDArray cosine) {
    // cos((n + 1) theta) = 2 cos theta cos(n theta) - cos((n - 1) theta)
    NDArray before = cosine.onesLike();
    NDArray multiple = cosine;
    NDArray turns = cosine.zerosLike();
    for (int n = 1; n < margin; n++) {
      NDArray next = cosine.mul(multiple).mul(2).sub(before);
      before = multiple;
      multiple = next;
      NDArray turned = cosine.lt(Math.cos(n * Math.PI / margin));
      turns = turns.add(turned.toType(cosine.getDataType(), false));
    }
    // (-1)^k from k modulo 2, which is 0 or 1.
    NDArray sign = turns.mod(2).mul(-2).add(1);
    return multiple.mul(sign).sub(turns.mul(2));
  }
}
