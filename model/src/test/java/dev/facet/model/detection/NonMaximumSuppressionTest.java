package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonMaximumSuppressionTest {

  private static final int BOXES = 150;
  private static final float SIDE = 40;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.4, 0.6})
  void keptBoxes_doNotOverlap_andEveryOtherOverlapsABetterKeptOne(double mostOverlap) {
    List<FaceCandidate> all = random();

    List<FaceCandidate> kept = NonMaximumSuppression.apply(all, mostOverlap);

    // These two say which boxes are kept, without a way to find them: by induction over the scores.
    for (int i = 0; i < kept.size(); i++) {
      for (FaceCandidate other : kept.subList(0, i)) {
        assertTrue(overlap(kept.get(i), other) <= mostOverlap, kept.get(i) + " " + other);
      }
    }
    for (FaceCandidate dropped : all) {
      assertTrue(
          kept.contains(dropped)
              || kept.stream()
                  .anyMatch(
                      better ->
                          better.score() > dropped.score()
                              && overlap(better, dropped) > mostOverlap),
          dropped::toString);
    }
    assertTrue(kept.size() > 1 && kept.size() < BOXES, kept.size() + " kept");
    assertEquals(
        kept.stream().map(FaceCandidate::score).sorted((a, b) -> Float.compare(b, a)).toList(),
        kept.stream().map(FaceCandidate::score).toList());
  }

  @Test
  void sameBoxTwice_staysOnce_andBoxesSideBySideBothStay() {
    FaceCandidate left = new FaceCandidate(new FaceBox(0, 0, 9, 9), 0.8f, List.of());
    FaceCandidate again = new FaceCandidate(new FaceBox(0, 0, 9, 9), 0.9f, List.of());
    FaceCandidate right = new FaceCandidate(new FaceBox(10, 0, 19, 9), 0.7f, List.of());

    assertEquals(
        List.of(again, right), NonMaximumSuppression.apply(List.of(left, again, right), 0));
    assertEquals(List.of(), NonMaximumSuppression.apply(List.of(), 0.4));
  }

  /** Counts the pixels of boxes whose corners are whole numbers. */
  private static double overlap(FaceCandidate a, FaceCandidate b) {
    int both = 0;
    int either = 0;
    for (int y = 0; y < 2 * SIDE; y++) {
      for (int x = 0; x < 2 * SIDE; x++) {
        boolean inA = isIn(a.box(), x, y);
        boolean inB = isIn(b.box(), x, y);
        both += inA && inB ? 1 : 0;
        either += inA || inB ? 1 : 0;
      }
    }
    return (double) both / either;
  }

  private static boolean isIn(FaceBox box, int x, int y) {
    return x >= box.left() && x <= box.right() && y >= box.top() && y <= box.bottom();
  }

  private static List<FaceCandidate> random() {
    Random random = new Random(5);
    List<FaceCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < BOXES; i++) {
      int left = random.nextInt((int) SIDE);
      int top = random.nextInt((int) SIDE);
      int width = 1 + random.nextInt(24);
      int height = 1 + random.nextInt(24);
      candidates.add(
          new FaceCandidate(
              new FaceBox(left, top, left + width - 1, top + height - 1),
              random.nextFloat(),
              List.of()));
    }
    return candidates;
  }
}
