package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.image.BadImageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LandmarksTest {

  @Test
  void points_areHeldAsGiven_evenOutsideTheImage() throws BadImageException {
    Landmarks face = Faces.landmarks(-5, 1, 2, 3, 4, 5, 6, 7, 8, 9_000);
    assertEquals(new Point(-5, 1), face.leftEye());
    assertEquals(new Point(2, 3), face.rightEye());
    assertEquals(new Point(4, 5), face.nose());
    assertEquals(new Point(6, 7), face.leftMouth());
    assertEquals(new Point(8, 9_000), face.rightMouth());
  }

  @ParameterizedTest
  @ValueSource(
      floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1.1e6f, -1.1e6f})
  void coordinateThatIsNoPlace_isNamed(float value) {
    BadImageException e =
        assertThrows(
            BadImageException.class, () -> Faces.landmarks(1, 2, 3, 4, 5, value, 7, 8, 9, 10));
    assertEquals(Reason.BAD_LANDMARKS, e.reason());
    assertEquals(
        "nose: y is %s (expected: finite, magnitude at most 1000000)".formatted(value),
        e.getMessage());
  }

  @Test
  void pointsInOnePlace_areRefused() {
    BadImageException e =
        assertThrows(
            BadImageException.class,
            () -> Faces.landmarks(7, 7, 7.5f, 7, 7, 6.5f, 7, 7, 7.2f, 7.1f));
    assertEquals(Reason.BAD_LANDMARKS, e.reason());
  }
}
