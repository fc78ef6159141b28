package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.image.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxVotingTest {

  private static FaceCandidate face(float left, float score) {
    return new FaceCandidate(
        new FaceBox(left, 0, left + 99, 99), score, List.of(new Point(left + 10, 2 * left)));
  }

  @Test
  void candidatesOfAFace_areAveragedByTheirScores() {
    FaceCandidate best = face(0, 0.9f);
    List<FaceCandidate> all = List.of(best, face(10, 0.6f), face(60, 0.8f));

    FaceCandidate mean = new BoxVoting(all, 0.6).mean(best);

    // (0.9 x 0 + 0.6 x 10) / 1.5; the third overlaps by 40 / 160.
    assertEquals(4, mean.box().left(), 1e-5);
    assertEquals(103, mean.box().right(), 1e-5);
    assertEquals(99, mean.box().bottom(), 1e-5);
    assertEquals(14, mean.points().get(0).x(), 1e-5);
    assertEquals(8, mean.points().get(0).y(), 1e-5);
    assertEquals(0.9f, mean.score());
  }

  @Test
  void faceAlone_staysAsItIs() {
    FaceCandidate alone = face(0, 0.9f);
    assertEquals(alone, new BoxVoting(List.of(alone, face(60, 0.8f)), 0.6).mean(alone));
  }
}
