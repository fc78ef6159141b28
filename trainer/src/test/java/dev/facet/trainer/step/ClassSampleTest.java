package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.trainer.data.SeededRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassSampleTest {

  private static final int CLASSES = 40;
  private static final int[] LABELS = {31, 7, 7, 0};

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 12, 30, 40})
  void classesOfTheFaces_areAlwaysAmongAsManyAsWanted(int count) {
    for (int seed = 0; seed < 50; seed++) {
      ClassSample sample = draw(count, seed);

      assertEquals(count, sample.classes().length);
      assertArrayEquals(
          Arrays.stream(sample.classes()).sorted().distinct().toArray(), sample.classes());
      int[] places = sample.places(LABELS);
      for (int i = 0; i < LABELS.length; i++) {
        assertEquals(LABELS[i], sample.classes()[places[i]]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 30})
  void others_areDrawnEquallyOften(int count) {
    int draws = 2000;
    int[] drawn = new int[CLASSES];
    for (int seed = 0; seed < draws; seed++) {
      for (int chosen : draw(count, seed).classes()) {
        drawn[chosen]++;
      }
    }
    double share = (count - 3) / (double) (CLASSES - 3);
    double deviation = Math.sqrt(draws * share * (1 - share));
    for (int label :
        IntStream.range(0, CLASSES).filter(c -> c != 31 && c != 7 && c != 0).toArray()) {
      // Five deviations: one of 37 exceeds them in 20,000 seeds.
      assertEquals(draws * share, drawn[label], 5 * deviation, "class " + label);
    }
  }

  @Test
  void sameSeed_drawsTheSame_andAnotherOthers() {
    assertArrayEquals(draw(12, 5).classes(), draw(12, 5).classes());
    assertTrue(!Arrays.equals(draw(12, 5).classes(), draw(12, 6).classes()));
  }

  private static ClassSample draw(int count, long seed) {
    return ClassSample.draw(LABELS, CLASSES, count, SeededRandom.at(seed));
  }
}
