package dev.facet.server.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvenShareTest {

  @Test
  void quarter_isAQuarterOfEveryThousand() {
    EvenShare share = new EvenShare(0.25);
    for (int thousand = 0; thousand < 100; thousand++) {
      assertEquals(250, picked(share, 1_000, 1), 1, "of thousand " + thousand);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.999, 0.7, 0.1, 0.003})
  void anyShare_isMetUpToAFew(double share) {
    assertEquals(100_000 * share, picked(new EvenShare(share), 100_000, 1), 3);
  }

  /** Where clients take turns, each has its share. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 8, 16})
  void everyFewFaces_haveTheirShareToo(int clients) {
    for (int client = 0; client < clients; client++) {
      EvenShare share = new EvenShare(0.25);
      picked(share, client, 1);
      assertEquals(2_500, picked(share, 10_000, clients), 10, "client " + client);
    }
  }

  @Test
  void shareOutOfItsRange_isRefused() {
    for (double share : new double[] {0, -0.1, 1.01, Double.NaN}) {
      assertEquals(
          "share: " + share + " (expected: above 0, at most 1)",
          assertThrows(IllegalArgumentException.class, () -> new EvenShare(share)).getMessage());
    }
  }

  /** How many are picked of so many, looking at the first of every few only. */
  private static int picked(EvenShare share, int count, int every) {
    int picked = 0;
    for (int i = 0; i < count * every; i++) {
      if (share.picksNext() && i % every == 0) {
        picked++;
      }
    }
    return picked;
  }
}
