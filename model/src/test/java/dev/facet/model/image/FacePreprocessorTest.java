package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.bundle.Manifest.Alignment;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.image.BadImageException.Reason;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference pixels are OpenCV's, from make_geometry.py. */
class FacePreprocessorTest {

  /** OpenCV rounds places to 1/32 of a pixel, which here is less than a tenth of a value. */
  private static final float PLACE_ROUNDING = 0.1f;

  @Test
  void alignedFace_hasThePixelsOfWarpAffine() throws BadImageException {
    float[][] expected = {
      {0, 0, 0.000f, 0.000f, 0.000f},
      {3, 5, 0.000f, 0.000f, 0.000f},
      {20, 70, 105.094f, 26.219f, 80.044f},
      {40, 52, 162.750f, 59.438f, 129.562f},
      {56, 56, 167.750f, 103.188f, 145.562f},
      {73, 51, 193.500f, 140.656f, 174.719f},
      {90, 10, 0.000f, 0.000f, 0.000f},
      {111, 60, 206.188f, 243.938f, 215.500f},
      {111, 111, 0.000f, 0.000f, 0.000f},
    };
    float[] tensor = plain(112, 112).tensor(Faces.photo(100, 90), Faces.turned(1));
    assertPixels(expected, tensor, 112, 112, PLACE_ROUNDING);
  }

  @Test
  void faceInALargePhoto_isAlignedAfterHalvingThePhoto() throws BadImageException {
    float[][] expected = {
      {0, 0, 0.000f, 0.000f, 0.000f},
      {20, 70, 101.750f, 26.328f, 78.729f},
      {40, 52, 157.625f, 58.711f, 127.353f},
      {56, 56, 162.250f, 102.270f, 143.772f},
      {73, 51, 187.000f, 139.836f, 172.497f},
      {90, 10, 0.000f, 0.000f, 0.000f},
      {100, 100, 103.125f, 253.402f, 148.733f},
      {111, 60, 199.125f, 242.547f, 212.135f},
      {111, 111, 0.000f, 0.000f, 0.000f},
    };
    float[] tensor = plain(112, 112).tensor(Faces.photo(1024, 896), Faces.turned(10));
    float blockRounding = 0.5f;
    assertPixels(expected, tensor, 112, 112, PLACE_ROUNDING + blockRounding);
  }

  @Test
  void faceInALargePhoto_showsNoPatternOfItsPixels() throws BadImageException {
    int side = 1024;
    byte[] rgb = new byte[3 * side * side];
    for (int i = 0; i < side * side; i++) {
      byte value = (byte) (255 * ((i % side + i / side) % 2));
      rgb[3 * i] = value;
      rgb[3 * i + 1] = value;
      rgb[3 * i + 2] = value;
    }
    float[] tensor = plain(112, 112).tensor(new Pixels(side, side, rgb), Faces.turned(10));
    assertEquals(128, tensor[56 * 112 + 56], 0.01);
    assertEquals(128, tensor[57 * 112 + 60], 0.01);
  }

  @Test
  void edgeOfThePhoto_fadesIntoBlackOverOnePixel() throws BadImageException {
    byte[] white = new byte[3 * 200 * 200];
    Arrays.fill(white, (byte) 255);
    float[] xy = new float[10];
    List<Point> template = AlignmentTemplate.arcFace(112, 112);
    for (int i = 0; i < 5; i++) {
      xy[2 * i] = template.get(i).x() - 10.25f;
      xy[2 * i + 1] = template.get(i).y() - 20.5f;
    }
    float[] tensor = plain(112, 112).tensor(new Pixels(200, 200, white), Faces.landmarks(xy));
    assertEquals(0, tensor[60 * 112 + 9], 0);
    assertEquals(255 * 0.75, tensor[60 * 112 + 10], 0.01);
    assertEquals(255, tensor[60 * 112 + 11], 0.01);
    assertEquals(0, tensor[19 * 112 + 60], 0);
    assertEquals(255 * 0.5, tensor[20 * 112 + 60], 0.01);
    assertEquals(255, tensor[21 * 112 + 60], 0.01);
  }

  @Test
  void faceFarOutsideThePhoto_isBlack() throws BadImageException {
    Landmarks face =
        Faces.landmarks(9e5f, 9e5f, 9.9e5f, 9e5f, 9.5e5f, 9.3e5f, 9e5f, 1e6f, 1e6f, 1e6f);
    assertArrayEquals(new float[3 * 112 * 112], plain(112, 112).tensor(Faces.photo(100, 90), face));
  }

  @Test
  void cropOfTheInputsSize_isTakenAsItIs() throws BadImageException {
    Pixels crop = Faces.photo(20, 10);
    float[] tensor = plain(20, 10).tensor(crop, null);
    for (int i = 0; i < 200; i++) {
      for (int channel = 0; channel < 3; channel++) {
        assertEquals(crop.rgb()[3 * i + channel] & 0xff, tensor[200 * channel + i]);
      }
    }
  }

  /** The template of 96 x 112 is that of 112 x 112 without 8 columns on either side. */
  @Test
  void alignedCropOfAnotherShape_isCutAndNotSqueezed() throws BadImageException {
    Pixels crop = Faces.photo(112, 112);
    FacePreprocessor narrow = plain(96, 112);
    float[] tensor = narrow.tensor(crop, narrow.landmarksOfAligned(112, 112));
    for (int i = 0; i < tensor.length; i++) {
      int column = i % 96 + 8;
      int row = i / 96 % 112;
      int channel = i / (96 * 112);
      int value = crop.rgb()[3 * (112 * row + column) + channel] & 0xff;
      assertEquals(value, tensor[i], PLACE_ROUNDING, "value " + i);
    }
  }

  @Test
  void alignedCropOfTheInputsShape_isResized() throws BadImageException {
    assertNull(plain(112, 112).landmarksOfAligned(112, 112));
    assertNull(plain(160, 160).landmarksOfAligned(112, 112));
    assertNull(plain(192, 224).landmarksOfAligned(96, 112));
  }

  @Test
  void alignedCropForAModelWithoutTemplate_isResized() throws BadImageException {
    FacePreprocessor preprocessor =
        new FacePreprocessor(
            new Input("data", 96, 112, Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
            new Alignment(Template.NONE, false));
    assertNull(preprocessor.landmarksOfAligned(112, 112));
  }

  @Test
  void largerCrop_isAveragedByArea() throws BadImageException {
    float[][] expected = {
      {0, 0, 2.040f, 3.656f, 2.341f},
      {1, 2, 8.640f, 25.911f, 13.930f},
      {18, 11, 127.000f, 127.000f, 125.565f},
      {36, 22, 252.330f, 250.600f, 248.880f},
    };
    assertPixels(expected, plain(37, 23).tensor(Faces.photo(100, 90), null), 37, 23, 0.002f);
  }

  @Test
  void smallerCrop_isInterpolated() throws BadImageException {
    float[][] expected = {
      {0, 0, 0.000f, 0.000f, 0.000f},
      {1, 2, 1.290f, 3.473f, 1.781f},
      {60, 57, 117.050f, 128.889f, 119.663f},
      {130, 112, 255.000f, 255.000f, 252.000f},
    };
    assertPixels(expected, plain(131, 113).tensor(Faces.photo(100, 90), null), 131, 113, 0.002f);
  }

  @Test
  void onePixel_fillsTheInput() throws BadImageException {
    float[] tensor = plain(3, 2).tensor(new Pixels(1, 1, new byte[] {1, 2, 3}), null);
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3}, tensor);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void channels_comeInTheModelsOrder_eachWithItsMeanAndDeviation(int side)
      throws BadImageException {
    byte[] rgb = new byte[3 * side * side];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = 100;
      rgb[i + 1] = (byte) 150;
      rgb[i + 2] = (byte) 200;
    }
    Pixels crop = new Pixels(side, side, rgb);
    assertArrayEquals(
        new float[] {90, 65, 170f / 3}, tensor(Channels.RGB, crop, 10f, 20f, 30f), 1e-5f);
    assertArrayEquals(
        new float[] {190, 65, 70f / 3}, tensor(Channels.BGR, crop, 10f, 20f, 30f), 1e-5f);
    assertArrayEquals(new float[] {140.75f - 10}, tensor(Channels.GRAY, crop, 10f), 1e-4f);
  }

  private static float[] tensor(Channels channels, Pixels crop, Float... mean)
      throws BadImageException {
    List<Float> std = List.of(1f, 2f, 3f).subList(0, mean.length);
    Input input = new Input("data", 1, 1, channels, List.of(mean), std);
    return new FacePreprocessor(input, new Alignment(Template.NONE, false)).tensor(crop, null);
  }

  @Test
  void planes_areRedGreenAndBlueOfThePhoto_whateverTheModelTakes() throws BadImageException {
    Pixels pixel = new Pixels(1, 1, new byte[] {100, (byte) 150, (byte) 200});
    Input input =
        new Input("data", 1, 1, Channels.BGR, List.of(10f, 20f, 30f), List.of(1f, 2f, 3f));
    FacePreprocessor bgr = new FacePreprocessor(input, new Alignment(Template.NONE, false));
    float[] planes = bgr.planes(pixel, null);
    assertArrayEquals(new float[] {100, 150, 200}, planes);
    assertArrayEquals(bgr.tensor(pixel, null), bgr.tensor(planes));
    assertArrayEquals(new float[] {100, 150, 200}, planes);
  }

  @Test
  void landmarksForAModelThatTakesNone_areRefused() {
    Input input = new Input("data", 4, 4, Channels.GRAY, List.of(0f), List.of(1f));
    FacePreprocessor crops = new FacePreprocessor(input, new Alignment(Template.NONE, false));
    BadImageException e =
        assertThrows(
            BadImageException.class, () -> crops.tensor(Faces.photo(9, 9), Faces.upright()));
    assertEquals(Reason.BAD_LANDMARKS, e.reason());
  }

  private static FacePreprocessor plain(int width, int height) {
    List<Float> zeros = Collections.nCopies(3, 0f);
    List<Float> ones = Collections.nCopies(3, 1f);
    return new FacePreprocessor(
        new Input("data", width, height, Channels.RGB, zeros, ones),
        new Alignment(Template.ARCFACE_112, false));
  }

  /** Each row is x, y, red, green, blue. */
  private static void assertPixels(
      float[][] expected, float[] tensor, int width, int height, float tolerance) {
    assertEquals(3 * width * height, tensor.length);
    for (float[] row : expected) {
      int at = Math.round(row[1]) * width + Math.round(row[0]);
      for (int channel = 0; channel < 3; channel++) {
        assertEquals(
            row[2 + channel],
            tensor[channel * width * height + at],
            tolerance,
            "x %.0f, y %.0f, channel %d".formatted(row[0], row[1], channel));
      }
    }
  }
}
