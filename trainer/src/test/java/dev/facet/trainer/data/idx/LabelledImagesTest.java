package dev.facet.trainer.data.idx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.Photo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledImagesTest {

  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;

  private final Path directory;
  private final Path labels;

  LabelledImagesTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    labels = IdxFiles.write(directory.resolve("labels"), new byte[] {2, 0, 1, 0}, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"images", "images.gz"})
  void images_comeInTheOrderOfTheirLabels_withTheirPixels(String name) throws Exception {
    LabelledImages images = LabelledImages.read(images(name), labels, Integer.MAX_VALUE);

    assertEquals(4, images.size());
    assertEquals(3, images.people());
    assertEquals(List.of(0, 0, 1, 2), labels(images));
    assertEquals("image 3", images.name(1));
    float[] planes = planes(images.photo(1));
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < HEIGHT * WIDTH; i++) {
        assertEquals(3 * 60 + i, planes[channel * HEIGHT * WIDTH + i]);
      }
    }
  }

  @Test
  void most_takesTheFirstOnesOfTheFile() throws Exception {
    LabelledImages images = LabelledImages.read(images("images"), labels, 2);

    assertEquals(List.of(0, 2), labels(images));
    assertEquals(3, images.people());
  }

  @Test
  void filesThatDoNotFitTogether_areRefused() throws IOException {
    Path fewer = IdxFiles.write(directory.resolve("fewer"), new byte[3], 3);

    assertRefused(fewer + ": 3 labels (expected: 4, one for each image)", images("images"), fewer);
  }

  @Test
  void filesOfAnotherFormat_areRefused() throws IOException {
    Path images = images("images");
    assertRefused(labels + ": begins with 0x00000801 (expected: 0x00000803)", labels, labels);
    assertRefused(images + ": begins with 0x00000803 (expected: 0x00000801)", images, images);

    Path plain = Files.write(directory.resolve("plain.gz"), new byte[20]);
    assertRefused(plain + ": Not in GZIP format (expected: a file of gzip)", plain, labels);
    Path empty = Files.write(directory.resolve("empty"), new byte[0]);
    assertRefused(
        empty + ": ends too early (expected: as many bytes as its sizes say)", empty, labels);
    Path none = IdxFiles.write(directory.resolve("none"), new byte[0], 0, 28, 28);
    Path noLabels = IdxFiles.write(directory.resolve("no-labels"), new byte[0], 0);
    assertRefused(none + ": no images (expected: at least one)", none, noLabels);
  }

  @Test
  void filesOfAnotherLengthThanTheySay_areRefused() throws IOException {
    Path shorter = IdxFiles.write(directory.resolve("shorter"), new byte[23], 4, 2, 3);
    assertRefused(
        shorter + ": ends too early (expected: as many bytes as its sizes say)", shorter, labels);
    Path longer = IdxFiles.write(directory.resolve("longer"), new byte[25], 4, 2, 3);
    assertRefused(longer + ": goes on after its end (expected: sizes [4, 2, 3])", longer, labels);
    Path huge = IdxFiles.write(directory.resolve("huge"), new byte[0], 1 << 20, 1 << 20, 1 << 20);
    assertRefused(
        huge
            + ": sizes [1048576, 1048576, 1048576] (expected: at least 0, with a product of at"
            + " most 1073741824)",
        huge,
        labels);
  }

  private static void assertRefused(String message, Path images, Path labels) {
    assertEquals(
        message,
        assertThrows(
                BadDataException.class,
                () -> LabelledImages.read(images, labels, Integer.MAX_VALUE))
            .getMessage());
  }

  /** Four images; pixel i of image n is 60 n + i. */
  private Path images(String name) throws IOException {
    byte[] bytes = new byte[4 * HEIGHT * WIDTH];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (60 * (i / (HEIGHT * WIDTH)) + i % (HEIGHT * WIDTH));
    }
    return IdxFiles.write(directory.resolve(name), bytes, 4, HEIGHT, WIDTH);
  }

  private static List<Integer> labels(LabelledImages images) {
    Integer[] labels = new Integer[images.size()];
    Arrays.setAll(labels, images::label);
    return List.of(labels);
  }

  private static float[] planes(Photo photo) throws Exception {
    Manifest.Input input =
        new Manifest.Input(
            "data", WIDTH, HEIGHT, Manifest.Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
    Manifest.Alignment alignment = new Manifest.Alignment(Manifest.Template.ARCFACE_112, false);
    return photo.planes(new FacePreprocessor(input, alignment));
  }
}
