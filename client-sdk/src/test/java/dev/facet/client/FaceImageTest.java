package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FaceImageTest {
  @Test
  void rawPixelsOfAnotherSize_areRefused() {
    refused(
        "pixels: 11 bytes (expected: 12 for 2 x 2 RGB)",
        () -> FaceImage.raw(2, 2, PixelFormat.RGB, new byte[11]));
    refused(
        "width: 0 (expected: 1 to 65535)",
        () -> FaceImage.raw(0, 2, PixelFormat.GRAY, new byte[0]));
    refused(
        "height: 65536 (expected: 1 to 65535)",
        () -> FaceImage.raw(1, 65_536, PixelFormat.GRAY, new byte[65_536]));
    refused(
        "pixels: 0 bytes (expected: 12884508675 for 65535 x 65535 BGR)",
        () -> FaceImage.raw(65_535, 65_535, PixelFormat.BGR, new byte[0]));
  }

  @Test
  void bytesChangedLater_doNotChangeTheImage() {
    byte[] pixels = {1};
    FaceImage image = FaceImage.raw(1, 1, PixelFormat.GRAY, pixels);
    pixels[0] = 2;
    assertEquals(1, image.message().getRaw().getPixels().byteAt(0));
  }

  @Test
  void malformedLandmarks_areRefused() {
    refused("landmarks: 9 numbers (expected: 10)", () -> Landmarks.of(new float[9]));
    refused("y: NaN (expected: a finite number)", () -> new Point(1, Float.NaN));
    refused("x: Infinity (expected: a finite number)", () -> new Point(Float.POSITIVE_INFINITY, 1));
  }

  @Test
  void malformedOptions_areRefused() {
    refused("version: -1 (expected: 0 or more)", () -> EmbedOptions.DEFAULT.withModel("face", -1));
    refused(
        "deadline: PT0S (expected: more than zero)",
        () -> EmbedOptions.DEFAULT.withDeadline(Duration.ZERO));
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
