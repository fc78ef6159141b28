package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.image.BadImageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelsTest {

  @Test
  void everyLayout_becomesRgb() throws BadImageException {
    byte[] bytes = {1, 2, 3, 4, 5, 6};
    assertArrayEquals(bytes, Pixels.of(2, 1, Channels.RGB, bytes.clone()).rgb());
    assertArrayEquals(
        new byte[] {3, 2, 1, 6, 5, 4}, Pixels.of(1, 2, Channels.BGR, bytes.clone()).rgb());
    assertArrayEquals(
        new byte[] {8, 8, 8, -1, -1, -1}, Pixels.of(2, 1, Channels.GRAY, new byte[] {8, -1}).rgb());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, RGB, 0, width: 0 (expected: 1 to 65535)",
    "1, -7, RGB, 3, height: -7 (expected: 1 to 65535)",
    "65536, 1, GRAY, 65536, width: 65536 (expected: 1 to 65535)",
    "2, 2, RGB, 11, pixels: 11 bytes (expected: 12 for 2 x 2 RGB)",
    "2, 2, GRAY, 12, pixels: 12 bytes (expected: 4 for 2 x 2 GRAY)",
    "65535, 65535, BGR, 3, pixels: 3 bytes (expected: 12884508675 for 65535 x 65535 BGR)"
  })
  void wrongSize_isNamed(int width, int height, Channels channels, int bytes, String message) {
    BadImageException e =
        assertThrows(
            BadImageException.class, () -> Pixels.of(width, height, channels, new byte[bytes]));
    assertEquals(Reason.BAD_SIZE, e.reason());
    assertEquals(message, e.getMessage());
  }
}
