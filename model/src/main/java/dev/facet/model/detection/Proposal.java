package dev.facet.model.detection;

import java.util.Optional;

/**
 * A square that a network of MTCNN takes for a face, and how its edges should be moved to fit that
 * face: by parts of its side, to the right and downwards.
 *
 * @param box the square that the network saw
 * @param score how sure the network is, 0 to 1
 * @param left how far the left edge moves
 * @param top how far the upper edge moves
 * @param right how far the right edge moves
 * @param bottom how far the lower edge moves
 */
record Proposal(FaceBox box, float score, float left, float top, float right, float bottom)
    implements ScoredBox {

  /** A face that is further off, in sides of the square, is not the one that the network saw. */
  private static final float MOST_MOVE = 1;

  /** The box with its edges moved; none if they pass each other or leave the square far behind. */
  Optional<FaceBox> moved() {
    if (!(isNear(left) && isNear(top) && isNear(right) && isNear(bottom))) {
      return Optional.empty();
    }
    float newLeft = box.left() + left * box.width();
    float newTop = box.top() + top * box.height();
    float newRight = box.right() + right * box.width();
    float newBottom = box.bottom() + bottom * box.height();
    return newLeft <= newRight && newTop <= newBottom
        ? Optional.of(new FaceBox(newLeft, newTop, newRight, newBottom))
        : Optional.empty();
  }

  /** Not so for what is no number. */
  private static boolean isNear(float move) {
    return Math.abs(move) <= MOST_MOVE;
  }
}
