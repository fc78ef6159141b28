package dev.facet.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {

  @Test
  void numbers_areThoseOfSplitMix64() {
    SplittableRandom reference = new SplittableRandom(1234567);
    SeededRandom random = new SeededRandom(1234567);
    for (int i = 0; i < 100; i++) {
      assertEquals(reference.nextLong(), random.nextLong());
    }
  }

  @Test
  void samePlace_givesTheSameNumbers_otherPlacesOthers() {
    assertEquals(SeededRandom.at(7, 1, 2).nextLong(), SeededRandom.at(7, 1, 2).nextLong());
    Set<Long> firsts = new HashSet<>();
    for (int epoch = 0; epoch < 100; epoch++) {
      for (int index = 0; index < 100; index++) {
        firsts.add(SeededRandom.at(7, epoch, index).nextLong());
      }
    }
    assertEquals(10_000, firsts.size());
    assertNotEquals(SeededRandom.at(7, 1, 2).nextLong(), SeededRandom.at(7, 2, 1).nextLong());
    assertNotEquals(SeededRandom.at(7, 1).nextLong(), SeededRandom.at(8, 1).nextLong());
  }

  @Test
  void drawnNumbers_areThoseOfAnyVersionOfJava() {
    // By an implementation in Python of the paper and of the documentation of RandomGenerator.
    SeededRandom random = SeededRandom.at(7, 1, 2);
    assertEquals(4, random.nextInt(10));
    assertEquals(6, random.nextInt(10));
    assertEquals(12, random.nextInt(16));
    assertEquals(555_608, random.nextInt(1_000_003));
    assertEquals(1, random.nextInt(3));
    assertEquals(0.7067426821407625, random.nextDouble());
    assertEquals(0.9496188179464569, random.nextDouble());
    int[] values = IntStream.range(0, 8).toArray();
    SeededRandom.at(7, 0).shuffle(values);
    assertArrayEquals(new int[] {4, 1, 0, 2, 6, 7, 5, 3}, values);
  }

  @Test
  void deeperPlaces_areOthers_evenOfZeros() {
    Set<Long> firsts = new HashSet<>();
    firsts.add(SeededRandom.at(0).nextLong());
    firsts.add(SeededRandom.at(0, 0).nextLong());
    firsts.add(SeededRandom.at(0, 0, 0).nextLong());
    assertEquals(3, firsts.size());
  }

  @Test
  void firstNumbersOfNeighbouringPlaces_areUniform() {
    int[] counts = new int[10];
    for (int index = 0; index < 100_000; index++) {
      counts[(int) (10 * SeededRandom.at(3, 1, index).nextDouble())]++;
    }
    // Five standard deviations of a binomial count around 10,000 are 474.
    for (int count : counts) {
      assertEquals(10_000, count, 474);
    }
  }

  @Test
  void shuffle_keepsAllValues_andEachPlaceIsEquallyLikely() {
    int[] sums = new int[5];
    for (int i = 0; i < 10_000; i++) {
      int[] values = IntStream.range(0, 5).toArray();
      SeededRandom.at(5, i).shuffle(values);
      for (int place = 0; place < 5; place++) {
        sums[place] += values[place];
      }
      Arrays.sort(values);
      assertArrayEquals(new int[] {0, 1, 2, 3, 4}, values);
    }
    // The mean is 2, its standard deviation over 10,000 draws 0.0141.
    for (int sum : sums) {
      assertEquals(2, sum / 10_000.0, 0.071);
    }
  }
}
