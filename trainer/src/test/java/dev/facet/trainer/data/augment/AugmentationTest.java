package dev.facet.trainer.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.trainer.data.SeededRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentationTest {

  private static final int WIDTH = 11;
  private static final int HEIGHT = 8;

  static List<Augmentation> all() {
    return List.of(
        new Mirror(),
        new CropJitter(0.2, 0.2),
        new ColorJitter(0.9, 0.9, 0.9),
        new Grayscale(),
        new Blur(0.3, 2),
        new Cutout(0.5));
  }

  @ParameterizedTest
  @MethodSource("all")
  void change_dependsOnTheNumbersAlone_keepsSizeAndRange_andLeavesItsInput(Augmentation change) {
    for (int i = 0; i < 50; i++) {
      Planes face = noise(i);
      float[] before = face.values().clone();
      Planes changed = change.apply(face, SeededRandom.at(1, i));
      assertArrayEquals(before, face.values());
      assertNotSame(face, changed);
      assertEquals(WIDTH, changed.width());
      assertEquals(HEIGHT, changed.height());
      for (float value : changed.values()) {
        assertTrue(value >= 0 && value <= 255.001f, change + ": " + value);
      }
      assertArrayEquals(changed.values(), change.apply(noise(i), SeededRandom.at(1, i)).values());
      assertFalse(Arrays.equals(before, changed.values()), change + " changes nothing");
    }
  }

  @Test
  void mirror_swapsLeftAndRightInEachRowOfEachPlane() {
    Planes face = new Planes(3, 2, ramp(18));
    assertArrayEquals(
        new float[] {2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 14, 13, 12, 17, 16, 15},
        new Mirror().apply(face, SeededRandom.at(1)).values());
  }

  @Test
  void moveByWholePixels_shiftsAndRepeatsTheEdge() {
    Planes face = new Planes(3, 2, ramp(18));
    assertArrayEquals(face.values(), CropJitter.moved(face, 0, 0, 1).values());
    assertArrayEquals(
        new float[] {0, 0, 1, 3, 3, 4, 6, 6, 7, 9, 9, 10, 12, 12, 13, 15, 15, 16},
        CropJitter.moved(face, 1, 0, 1).values());
    assertArrayEquals(
        new float[] {3, 4, 5, 3, 4, 5, 9, 10, 11, 9, 10, 11, 15, 16, 17, 15, 16, 17},
        CropJitter.moved(face, 0, -1, 1).values());
  }

  @Test
  void scaleByTwo_halvesTheSlopeAboutTheMiddle() {
    float[] slope = new float[3 * 5];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = 10 * (i % 5);
    }
    Planes larger = CropJitter.moved(new Planes(5, 1, slope), 0, 0, 2);
    assertArrayEquals(
        new float[] {10, 15, 20, 25, 30}, Arrays.copyOfRange(larger.values(), 5, 10), 1e-4f);
  }

  @Test
  void colorFactorsOfOne_leaveTheFace() {
    Planes face = noise(3);
    assertArrayEquals(face.values(), ColorJitter.changed(face, 1, 1, 1).values(), 1e-3f);
  }

  @Test
  void colorFactors_doWhatTheirNamesSay() {
    // Two pixels, brightness 0.299 * 100 + 0.587 * 50 + 0.114 * 200 = 82.05, and 20.
    Planes face = new Planes(2, 1, new float[] {100, 20, 50, 20, 200, 20});
    float mean = (82.05f + 20) / 2;
    assertArrayEquals(
        new float[] {150, 30, 75, 30, 255, 30},
        ColorJitter.changed(face, 1.5f, 1, 1).values(),
        1e-3f);
    float[] flat = new float[6];
    Arrays.fill(flat, mean);
    assertArrayEquals(flat, ColorJitter.changed(face, 1, 0, 0).values(), 1e-3f);
    assertArrayEquals(
        new float[] {82.05f, 20, 82.05f, 20, 82.05f, 20},
        ColorJitter.changed(face, 1, 1, 0).values(),
        1e-3f);
    float pulled = mean + 0.5f * (100 - mean);
    assertEquals(pulled, ColorJitter.changed(face, 1, 0.5f, 1).values()[0], 1e-3f);
  }

  @Test
  void grayscale_isTheBrightnessInAllPlanes() {
    Planes face = new Planes(2, 1, new float[] {100, 20, 50, 20, 200, 20});
    assertArrayEquals(
        new float[] {82.05f, 20, 82.05f, 20, 82.05f, 20},
        new Grayscale().apply(face, SeededRandom.at(1)).values(),
        1e-3f);
  }

  @Test
  void blurOfOnePoint_isAGaussian_andKeepsTheSum() {
    int side = 15;
    float[] point = new float[3 * side * side];
    point[side * side + 7 * side + 7] = 200;
    float[] blurred = Blur.blurred(new Planes(side, side, point), 1.5).values();
    double sum = 0;
    double weights = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        sum += blurred[side * side + y * side + x];
        int reach = Math.max(Math.abs(x - 7), Math.abs(y - 7));
        weights += reach > 5 ? 0 : gaussian(x - 7) * gaussian(y - 7);
        assertEquals(0, blurred[y * side + x]);
      }
    }
    assertEquals(200, sum, 1e-3);
    for (int y = 3; y < 12; y++) {
      double expected = 200 * gaussian(1) * gaussian(y - 7) / weights;
      assertEquals(expected, blurred[side * side + y * side + 8], 1e-3);
    }
  }

  private static double gaussian(double distance) {
    return Math.exp(-distance * distance / (2 * 1.5 * 1.5));
  }

  @Test
  void blurOfAFlatCrop_changesNothing() {
    float[] flat = new float[3 * 5 * 4];
    Arrays.fill(flat, 77);
    assertArrayEquals(flat, Blur.blurred(new Planes(5, 4, flat), 3).values(), 1e-3f);
  }

  @Test
  void cutout_hidesASquare_asFarAsItLiesInside() {
    float[] white = new float[3 * 4 * 5];
    Arrays.fill(white, 255);
    float[] hidden = Cutout.hidden(new Planes(4, 5, white), -1, 1, 3).values();
    for (int i = 0; i < hidden.length; i++) {
      int x = i % 4;
      int y = i % 20 / 4;
      assertEquals(x < 2 && y >= 1 && y <= 3 ? 127.5f : 255f, hidden[i]);
    }
  }

  @Test
  void sometimes_isAsOftenAsSaid() {
    Planes face = noise(1);
    int changed = 0;
    for (int i = 0; i < 10_000; i++) {
      changed +=
          new Sometimes(0.3, new Mirror()).apply(face, SeededRandom.at(2, i)) == face ? 0 : 1;
    }
    // Five standard deviations are 229.
    assertEquals(3_000, changed, 229);
    assertSame(face, new Sometimes(0, new Mirror()).apply(face, SeededRandom.at(1)));
    assertNotSame(face, new Sometimes(1, new Mirror()).apply(face, SeededRandom.at(1)));
  }

  @Test
  void changesInOrder_areAppliedOneAfterTheOther() {
    Planes face = noise(1);
    Augmentation twice = new InOrder(List.of(new Mirror(), new Mirror()));
    assertArrayEquals(face.values(), twice.apply(face, SeededRandom.at(1)).values());
    assertSame(face, new InOrder(List.of()).apply(face, SeededRandom.at(1)));
  }

  @Test
  void valuesOutOfRange_areRefusedByName() {
    assertRefused(
        "probability: 1.5 (expected: 0.0 to 1.0)", () -> new Sometimes(1.5, new Mirror()));
    assertRefused("shift: NaN (expected: 0.0 to 0.5)", () -> new CropJitter(Double.NaN, 0));
    assertRefused("contrast: -1.0 (expected: 0.0 to 1.0)", () -> new ColorJitter(0, -1, 0));
    assertRefused("most: 1.0 (expected: 2.0 to 16.0)", () -> new Blur(2, 1));
    assertRefused("share: 0.0 (expected: 0.01 to 1.0)", () -> new Cutout(0));
    assertRefused(
        "values: 5 (expected: 6 for three planes of 2 x 1)", () -> new Planes(2, 1, new float[5]));
  }

  private static void assertRefused(String message, Executable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making).getMessage());
  }

  private static float[] ramp(int length) {
    float[] ramp = new float[length];
    for (int i = 0; i < length; i++) {
      ramp[i] = i;
    }
    return ramp;
  }

  private static Planes noise(int index) {
    SeededRandom random = SeededRandom.at(9, index);
    float[] values = new float[3 * WIDTH * HEIGHT];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (255 * random.nextDouble());
    }
    return new Planes(WIDTH, HEIGHT, values);
  }
}
