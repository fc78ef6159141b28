package dev.facet.model.detection;

import java.util.Comparator;
import java.util.List;

/** Which of several faces of a photo are meant. */
public enum FaceSelection {
  /** All of them. */
  ALL,
  /** The one whose box has the largest area. */
  LARGEST,
  /** The one whose box has its middle nearest to the photo's. */
  CENTRAL;

  private static final Comparator<FaceCandidate> BY_FALLING_SCORE =
      Comparator.comparingDouble((FaceCandidate face) -> face.score()).reversed();

  /**
   * Chooses among the faces of a photo.
   *
   * @param faces in any order
   * @param width of the photo, in pixels
   * @param height of the photo, in pixels
   * @return those that are meant, by falling score; at most one but for {@link #ALL}, and none only
   *     where there are none. Of two that are as large or as near, the one of the higher score; of
   *     equal scores, the first
   */
  public List<FaceCandidate> choose(List<FaceCandidate> faces, int width, int height) {
    List<FaceCandidate> sorted = faces.stream().sorted(BY_FALLING_SCORE).toList();
    return switch (this) {
      case ALL -> sorted;
      case LARGEST -> least(sorted, Comparator.comparingDouble(face -> -face.box().area()));
      case CENTRAL ->
          least(
              sorted,
              Comparator.comparingDouble(face -> squaredDistance(face.box(), width, height)));
    };
  }

  /** The first of the least. */
  private static List<FaceCandidate> least(
      List<FaceCandidate> faces, Comparator<FaceCandidate> order) {
    return faces.stream().sorted(order).limit(1).toList();
  }

  /** Of the middle of a box from the middle of the photo. */
  private static double squaredDistance(FaceBox box, int width, int height) {
    double x = ((double) box.left() + box.right() - (width - 1)) / 2;
    double y = ((double) box.top() + box.bottom() - (height - 1)) / 2;
    return x * x + y * y;
  }
}
