package dev.facet.model.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
  public static List<FaceCandidate> apply(List<FaceCandidate> candidates, double mostOverlap) {
    List<FaceCandidate> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingDouble((FaceCandidate c) -> c.score()).reversed());
    List<FaceCandidate> kept = new ArrayList<>();
    for (FaceCandidate candidate : sorted) {
      if (kept.stream()
          .allMatch(better -> better.box().intersectionOverUnion(candidate.box()) <= mostOverlap)) {
        kept.add(candidate);
      }
    }
    return kept;
  }
}
