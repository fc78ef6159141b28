package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest.Alignment;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.bundle.Manifest.Template;
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
      refused += isRefused(flipped(files.get(i % files.size()))) ? 1 : 0;
    }
    assertMostly(refused);
  }

  private byte[] flipped(byte[] file) {
    byte[] flipped = file.clone();
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  @Test
  void facesOfBrokenFiles_areCutOutOrTheFileIsBad() throws BadImageException {
    Input input = new Input("data", 16, 16, Channels.GRAY, List.of(0f), List.of(1f));
    FacePreprocessor preprocessor =
        new FacePreprocessor(input, new Alignment(Template.ARCFACE_112, false));
    int cutOut = 0;
    for (int i = 0; i < FILES / 2; i++) {
      byte[] file = flipped(files.get(i % files.size()));
      float[] xy = {10, 5, 20, 5, 15, 10, 11, 15, 19, 15};
      for (int k = 0; k < xy.length; k++) {
        xy[k] = 3 * random.nextFloat() * xy[k] - 10;
      }
      Image image = decoder.open(file);
      Landmarks face = Faces.landmarks(xy);
      cutOut += assertTimeout(LONGEST, () -> isCutOut(preprocessor, image, face)) ? 1 : 0;
    }
    int found = cutOut;
    assertTrue(found > FILES / 20, () -> "only " + found + " were cut out");
  }

  private static boolean isCutOut(FacePreprocessor preprocessor, Image image, Landmarks face) {
    try {
      return preprocessor.tensor(image, face).length == 16 * 16;
    } catch (BadImageException e) {
      return false;
    }
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
