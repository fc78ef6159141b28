package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.facet.model.bundle.Manifest.Alignment;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.fixture.ExifOrientation;
import dev.facet.model.image.BadImageException.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A face is cut out of a JPEG file as it is out of all of the file's pixels. */
class JpegImageTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 24, 1 << 24);

  @ParameterizedTest
  @FieldSource("dev.facet.model.image.TestImages#JPEG")
  void faceAtFullSize_isThatOfTheDecodedFile(String name) throws BadImageException {
    assertSame(TestImages.bytes(name), 112, face(12, 6, 0.12f), 1e-3, 1e-3);
  }

  @ParameterizedTest
  @FieldSource("dev.facet.model.image.TestImages#UPRIGHT_JPEG")
  void faceMadeSmaller_isThatOfTheDecodedFile(String name) throws BadImageException {
    assertSame(TestImages.bytes(name), 6, face(4, 2, 0.2f), 1, 0.5);
  }

  @ParameterizedTest
  @FieldSource("dev.facet.model.image.TestImages#UPRIGHT_JPEG")
  void faceOverTheEdge_fadesIntoBlackAsThatOfTheDecodedFile(String name) throws BadImageException {
    assertSame(TestImages.bytes(name), 6, face(16, 10, 0.25f), 1.5, 0.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void faceOfALargePhoto_isThatOfTheDecodedFile(int block) throws BadImageException {
    assertSame(photo(900, 700), 112, face(100, 80, 0.9f * block), 2.5, 0.5);
  }

  /** Blocks are counted from other edges, where a photo is turned. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void faceOfALargeTurnedPhoto_isThatOfTheDecodedFile(int orientation) throws BadImageException {
    byte[] file = ExifOrientation.of(photo(901, 703), orientation);
    assertSame(file, 112, face(60, 50, 3.6f), 8, 1);
  }

  private void assertSame(byte[] file, int side, Landmarks face, double most, double mean)
      throws BadImageException {
    float[] expected = plain(side).tensor(decoder.decode(file), face);
    float[] actual = plain(side).tensor(decoder.open(file), face);
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], most, "value " + i);
      sum += Math.abs(expected[i] - actual[i]);
    }
    double difference = sum / expected.length;
    assertTrue(difference <= mean, () -> "mean difference " + difference);
    float brightest = 0;
    for (float value : expected) {
      brightest = Math.max(brightest, value);
    }
    assertTrue(brightest > 50, "the face lies beside the photo");
  }

  @Test
  void cropWithoutLandmarks_isResizedAsTheDecodedFile() throws BadImageException {
    byte[] file = photo(300, 200);
    float[] expected = plain(112).tensor(decoder.decode(file), null);
    assertEquals(-1, Arrays.mismatch(expected, plain(112).tensor(decoder.open(file), null)));
  }

  @Test
  void fileCutShortBelowTheFace_isCorrupt() throws BadImageException {
    byte[] file = photo(900, 700);
    assertCorrupt(Arrays.copyOf(file, file.length * 9 / 10));
  }

  @Test
  void fileThatEndsWithinTheFace_isCorrupt_thoughItHasAnEndMarker() throws BadImageException {
    byte[] file = photo(900, 700);
    byte[] cut = Arrays.copyOf(file, file.length / 8);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    assertCorrupt(cut);
  }

  @Test
  void fileThatIsBrokenBelowTheFace_givesTheFace() throws BadImageException {
    byte[] file = photo(900, 700);
    byte[] broken = file.clone();
    Arrays.fill(broken, file.length * 9 / 10, file.length - 2, (byte) 0x55);
    float[] expected = plain(112).tensor(decoder.open(file), face(100, 80, 0.9f));
    float[] actual = plain(112).tensor(decoder.open(broken), face(100, 80, 0.9f));
    assertEquals(-1, Arrays.mismatch(expected, actual));
  }

  private void assertCorrupt(byte[] file) throws BadImageException {
    Landmarks face = face(100, 80, 0.9f);
    Image image = decoder.open(file);
    BadImageException e =
        assertThrows(BadImageException.class, () -> plain(112).tensor(image, face));
    assertEquals(Reason.CORRUPT, e.reason());
  }

  @Test
  void faceOfALargePhoto_takesMemoryForItsPartOnly() throws BadImageException {
    byte[] file = photo(3000, 3000);
    Landmarks face = face(1000, 1000, 2);
    FacePreprocessor preprocessor = plain(112);
    preprocessor.tensor(decoder.open(file), face);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    preprocessor.tensor(decoder.open(file), face);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;
    long photo = 3L * 3000 * 3000;
    assertTrue(allocated < photo / 10, () -> allocated + " bytes");
  }

  /** Landmarks of an upright face whose crop of 112 x 112 shows so much more, from a place on. */
  private static Landmarks face(float left, float top, float scale) throws BadImageException {
    float[] xy = new float[10];
    List<Point> template = AlignmentTemplate.arcFace(112, 112);
    for (int i = 0; i < 5; i++) {
      xy[2 * i] = left + scale * template.get(i).x();
      xy[2 * i + 1] = top + scale * template.get(i).y();
    }
    return Faces.landmarks(xy);
  }

  private static FacePreprocessor plain(int side) {
    Input input =
        new Input("data", side, side, Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
    return new FacePreprocessor(input, new Alignment(Template.ARCFACE_112, false));
  }

  /** Waves in all colours. */
  private static byte[] photo(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = (int) (128 + 100 * Math.sin(x / 9.0) * Math.cos(y / 31.0));
        int green = (int) (128 + 100 * Math.sin(x / 23.0 + y / 11.0));
        int blue = (int) (128 + 100 * Math.cos(y / 7.0));
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
