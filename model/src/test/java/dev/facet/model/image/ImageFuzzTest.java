package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Broken files of every format: each gives pixels or the one exception, and none takes long. */
class ImageFuzzTest {

  private static final int FILES = 6_000;
  private static final long MAX_PIXELS = 1 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, MAX_PIXELS);
  private final Random random = new Random(20_240_501);
  private final List<byte[]> files =
      Stream.concat(TestImages.EXACT.stream(), TestImages.CLOSE.stream())
          .map(TestImages::bytes)
          .toList();

  @Test
  void filesCutShort_givePixelsOrABadImage() {
    int refused = 0;
    for (int i = 0; i < FILES / 2; i++) {
      byte[] file = files.get(i % files.size());
      refused += isRefused(Arrays.copyOf(file, random.nextInt(file.length))) ? 1 : 0;
    }
    assertMostly(refused);
  }

  @Test
  void filesWithFlippedBits_givePixelsOrABadImage() {
    int refused = 0;
    for (int i = 0; i < FILES / 2; i++) {
      byte[] file = files.get(i % files.size()).clone();
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      refused += isRefused(file) ? 1 : 0;
    }
    assertMostly(refused);
  }

  private static void assertMostly(int refused) {
    assertTrue(refused > FILES / 4, () -> "only " + refused + " were refused");
  }

  private boolean isRefused(byte[] file) {
    return assertTimeout(
        LONGEST,
        () -> {
          try {
            Pixels pixels = decoder.decode(file);
            int count = pixels.width() * pixels.height();
            assertTrue(count <= MAX_PIXELS);
            assertEquals(3 * count, pixels.rgb().length);
            return false;
          } catch (BadImageException e) {
            return true;
          }
        });
  }
}
