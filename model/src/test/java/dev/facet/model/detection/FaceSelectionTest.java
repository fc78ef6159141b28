package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Point;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a photo of 101 x 61 pixels, whose middle is (50, 30). */
class FaceSelectionTest {
  private static final FaceCandidate LARGE = face(0, 0, 39, 29, 0.6f);
  private static final FaceCandidate CENTRAL = face(45, 22, 54, 37, 0.7f);
  private static final FaceCandidate SURE = face(90, 50, 99, 59, 0.9f);
  private static final List<FaceCandidate> FACES = List.of(LARGE, CENTRAL, SURE);

  @Test
  void all_areThemByFallingScore() {
    assertEquals(List.of(SURE, CENTRAL, LARGE), choose(FaceSelection.ALL, FACES));
  }

  @Test
  void largest_isTheOneOfTheLargestArea() {
    assertEquals(List.of(LARGE), choose(FaceSelection.LARGEST, FACES));
    FaceCandidate wide = face(0, 0, 100, 9, 0.95f);
    assertEquals(List.of(LARGE), choose(FaceSelection.LARGEST, List.of(wide, LARGE)));
  }

  @Test
  void central_isTheOneNearestToTheMiddle() {
    assertEquals(List.of(CENTRAL), choose(FaceSelection.CENTRAL, FACES));
    FaceCandidate exact = face(20, 0, 80, 60, 0.5f);
    assertEquals(List.of(exact), choose(FaceSelection.CENTRAL, List.of(CENTRAL, exact)));
  }

  @Test
  void ofEqualOnes_theHigherScoreIsChosen_andOfEqualScoresTheFirst() {
    FaceCandidate left = face(30, 20, 39, 39, 0.5f);
    FaceCandidate right = face(61, 20, 70, 39, 0.8f);
    FaceCandidate top = face(45, 5, 64, 14, 0.8f);
    for (FaceSelection one : List.of(FaceSelection.LARGEST, FaceSelection.CENTRAL)) {
      assertEquals(List.of(right), choose(one, List.of(left, right)));
      assertEquals(List.of(right), choose(one, List.of(right, left)));
    }
    FaceCandidate surer = face(30, 20, 39, 39, 0.9f);
    assertEquals(List.of(surer), choose(FaceSelection.CENTRAL, List.of(right, surer)));
    assertEquals(List.of(right), choose(FaceSelection.LARGEST, List.of(right, top)));
    assertEquals(List.of(top), choose(FaceSelection.LARGEST, List.of(top, right)));
    assertEquals(List.of(top, right), choose(FaceSelection.ALL, List.of(top, right)));
  }

  @Test
  void ofNone_noneIsChosen() {
    for (FaceSelection any : FaceSelection.values()) {
      assertEquals(List.of(), choose(any, List.of()));
    }
  }

  @Test
  void pointsOfACandidate_areLandmarksInTheirOrder() throws BadImageException {
    List<Point> points =
        List.of(
            new Point(1, 2), new Point(9, 2), new Point(5, 5), new Point(2, 8), new Point(8, 8));
    FaceCandidate face = new FaceCandidate(new FaceBox(0, 0, 10, 10), 1, points);
    assertEquals(points, face.landmarks().points());
    FaceCandidate nowhere =
        new FaceCandidate(new FaceBox(0, 0, 1, 1), 1, Collections.nCopies(5, new Point(0, 0)));
    assertThrows(BadImageException.class, nowhere::landmarks);
  }

  private static List<FaceCandidate> choose(FaceSelection selection, List<FaceCandidate> faces) {
    return selection.choose(faces, 101, 61);
  }

  private static FaceCandidate face(float left, float top, float right, float bottom, float score) {
    return new FaceCandidate(new FaceBox(left, top, right, bottom), score, List.of());
  }
}
