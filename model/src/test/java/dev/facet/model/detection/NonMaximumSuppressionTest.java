package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonMaximumSuppressionTest {

  private static final int BOXES = 150;
  private static final int SIDE = 40;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.4, 0.6})
  void keptBoxes_doNotOverlap_andEveryOtherOverlapsABetterKeptOne(double mostOverlap) {
    List<FaceCandidate> all = random();

    assertKept(
        NonMaximumSuppression.apply(all, mostOverlap),
        all,
        NonMaximumSuppressionTest::overlap,
        mostOverlap);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4, 0.7, 0.9})
  void boxesInsideOthers_areDroppedByTheSmallerArea(double mostOverlap) {
    List<FaceCandidate> all = random();

    List<FaceCandidate> kept =
        NonMaximumSuppression.apply(
            all, FaceBox::intersectionOverSmaller, mostOverlap, Integer.MAX_VALUE);

    assertKept(kept, all, NonMaximumSuppressionTest::overlapOfSmaller, mostOverlap);
  }

  @Test
  void boundedNumber_areTheFirstOfAll() {
    List<FaceCandidate> all = random();
    List<FaceCandidate> kept = NonMaximumSuppression.apply(all, 0.4);

    for (int most : new int[] {0, 1, 7, kept.size(), BOXES}) {
      assertEquals(
          kept.subList(0, Math.min(most, kept.size())),
          NonMaximumSuppression.apply(all, FaceBox::intersectionOverUnion, 0.4, most));
    }
  }

  private static void assertKept(
      List<FaceCandidate> kept,
      List<FaceCandidate> all,
      ToDoubleBiFunction<FaceCandidate, FaceCandidate> overlap,
      double mostOverlap) {
    // These two say which boxes are kept, without a way to find them: by induction over the scores.
    for (int i = 0; i < kept.size(); i++) {
      for (FaceCandidate other : kept.subList(0, i)) {
        assertTrue(
            overlap.applyAsDouble(kept.get(i), other) <= mostOverlap, kept.get(i) + " " + other);
      }
    }
    for (FaceCandidate dropped : all) {
      assertTrue(
          kept.contains(dropped)
              || kept.stream()
                  .anyMatch(
                      better ->
                          better.score() > dropped.score()
                              && overlap.applyAsDouble(better, dropped) > mostOverlap),
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
    BitSet either = pixels(a.box());
    either.or(pixels(b.box()));
    return both(a, b) / either.cardinality();
  }

  private static double overlapOfSmaller(FaceCandidate a, FaceCandidate b) {
    return both(a, b) / Math.min(pixels(a.box()).cardinality(), pixels(b.box()).cardinality());
  }

  private static double both(FaceCandidate a, FaceCandidate b) {
    BitSet both = pixels(a.box());
    both.and(pixels(b.box()));
    return both.cardinality();
  }

  private static BitSet pixels(FaceBox box) {
    BitSet pixels = new BitSet();
    for (int y = (int) box.top(); y <= box.bottom(); y++) {
      pixels.set(100 * y + (int) box.left(), 100 * y + (int) box.right() + 1);
    }
    return pixels;
  }

  private static List<FaceCandidate> random() {
    Random random = new Random(5);
    List<FaceCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < BOXES; i++) {
      int left = random.nextInt(SIDE);
      int top = random.nextInt(SIDE);
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
