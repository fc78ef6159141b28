package dev.facet.model.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** Leaves one of the many boxes that a detector finds around each face. */
public final class NonMaximumSuppression {

  private NonMaximumSuppression() {}

  /**
   * Takes the box of the highest score, drops all that overlap it by more than is allowed, and so
   * on with those that are left.
   *
   * @param candidates in any order
   * @param mostOverlap intersection over union of two that both stay, 0 to 1
   * @return those that stay, by falling score; of equal scores, in the order in which they came
   */
  public static <T extends ScoredBox> List<T> apply(List<T> candidates, double mostOverlap) {
    return apply(candidates, FaceBox::intersectionOverUnion, mostOverlap, candidates.size());
  }

  /**
   * The same, by another measure, and no further than to a number of boxes.
   *
   * @param candidates in any order
   * @param overlap how far two boxes overlap; the same for both orders
   * @param mostOverlap overlap of two that both stay
   * @param most how many stay at most, 0 or more: those of the highest scores
   * @return those that stay, by falling score; of equal scores, in the order in which they came
   */
  public static <T extends ScoredBox> List<T> apply(
      List<T> candidates,
      ToDoubleBiFunction<FaceBox, FaceBox> overlap,
      double mostOverlap,
      int most) {
    List<T> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingDouble((T candidate) -> candidate.score()).reversed());
    List<T> kept = new ArrayList<>();
    for (T candidate : sorted) {
      if (kept.size() == most) {
        break;
      }
      if (kept.stream()
          .allMatch(
              better -> overlap.applyAsDouble(better.box(), candidate.box()) <= mostOverlap)) {
        kept.add(candidate);
      }
    }
    return kept;
  }
}
