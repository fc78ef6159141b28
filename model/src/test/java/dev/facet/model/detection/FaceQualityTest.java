package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest.Alignment;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Pixels;
import dev.facet.model.image.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class FaceQualityTest {
  private static final int SIDE = 112;

  /** ArcFace's points: of an aligned face, which stays as it is. */
  private static final float[][] TEMPLATE = {
    {38.2946f, 51.6963f},
    {73.5318f, 51.5014f},
    {56.0252f, 71.7366f},
    {41.5493f, 92.3655f},
    {70.7299f, 92.2041f}
  };

  @Test
  void plainFace_isAsBrightAsItIs_andNotSharp() throws BadImageException {
    FaceQuality quality = FaceQuality.of(gray(SIDE, SIDE, (x, y) -> 100), aligned(1));
    assertEquals(100, quality.brightness(), 1e-3);
    assertEquals(0, quality.sharpness(), 1e-3);
    assertEquals(Math.hypot(73.5318 - 38.2946, 0.1949), quality.eyeDistance(), 1e-3);
  }

  /** Each pixel's neighbours are all of the other colour: 4 x 255 either way, as often. */
  @Test
  void checkerboard_hasTheLargestSharpnessThereIs() throws BadImageException {
    Pixels board = gray(SIDE, SIDE, (x, y) -> (x + y) % 2 * 255);
    FaceQuality quality = FaceQuality.of(board, aligned(1));
    assertEquals(1020.0 * 1020, quality.sharpness(), 10);
    assertEquals(127.5, quality.brightness(), 1e-3);
  }

  /** One pixel of 10: a Laplacian of -40, four of 10, all others of 110 x 110 are 0. */
  @Test
  void singleSpot_hasTheVarianceOfAHandCount() throws BadImageException {
    Pixels spot = gray(SIDE, SIDE, (x, y) -> x == 50 && y == 60 ? 10 : 0);
    FaceQuality quality = FaceQuality.of(spot, aligned(1));
    assertEquals((1600 + 4 * 100) / 12_100.0, quality.sharpness(), 1e-6);
    assertEquals(10 / 12_544.0, quality.brightness(), 1e-6);
  }

  @Test
  void brightness_isThatOfLuma() throws BadImageException {
    byte[] red = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < red.length; i += 3) {
      red[i] = (byte) 255;
    }
    Pixels photo = Pixels.of(SIDE, SIDE, Channels.RGB, red);
    assertEquals(0.299 * 255, FaceQuality.of(photo, aligned(1)).brightness(), 1e-3);
  }

  /** In its 22 columns every Laplacian is 1, and so none is unlike the mean. */
  @Test
  void evenlyBentLuma_hasNoVariance() throws BadImageException {
    Pixels bent = gray(22, SIDE, (x, y) -> x * (x - 1) / 2);
    assertEquals(0, FaceQuality.of(bent, aligned(1)).sharpness(), 1e-3);
  }

  /** The crop reaches far over the photo's edges, at its own size and in blocks of two and four. */
  @Test
  void partOutsideThePhoto_doesNotCount() throws BadImageException {
    for (float scale : new float[] {1, 3, 7}) {
      for (int more = 0; more < 8; more++) {
        int width = (int) (81 * scale) + more;
        int height = (int) (70 * scale) + more;
        FaceQuality quality = FaceQuality.of(gray(width, height, (x, y) -> 255), aligned(scale));
        assertEquals(255, quality.brightness(), 1e-3, "scale " + scale + ", width " + width);
        assertEquals(0, quality.sharpness(), 1e-3, "scale " + scale + ", width " + width);
      }
    }
  }

  @Test
  void faceOutsideThePhoto_hasNeitherLightNorStructure() throws BadImageException {
    Landmarks outside =
        new Landmarks(
            new Point(900, 900),
            new Point(940, 900),
            new Point(920, 920),
            new Point(905, 945),
            new Point(935, 945));
    FaceQuality quality = FaceQuality.of(gray(SIDE, SIDE, (x, y) -> 255), outside);
    assertEquals(0, quality.brightness());
    assertEquals(0, quality.sharpness());
    assertEquals(40, quality.eyeDistance());
  }

  /** Two points, such that what each asks for the other takes back: the best scale is 0. */
  @Test
  void landmarksThatCannotBeAligned_areRefused() throws BadImageException {
    Point none = new Point(0, 0);
    Landmarks torn =
        new Landmarks(
            new Point(17.50564f, 20.39938f), new Point(17.73156f, -20.20448f), none, none, none);
    Pixels photo = gray(SIDE, SIDE, (x, y) -> 0);
    BadImageException e = assertThrows(BadImageException.class, () -> FaceQuality.of(photo, torn));
    assertEquals(BadImageException.Reason.BAD_LANDMARKS, e.reason());
  }

  /** Real faces: the same at a fifth of the pixels is less sharp, as light, and held the same. */
  @Test
  void photoEnlargedFromFewPixels_isLessSharp() throws Exception {
    Path images = SharedData.require("data/lfw/images");
    Map<String, Landmarks> all = LandmarksFile.read(SharedData.require("data/lfw/landmarks.txt"));
    ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);
    for (Map.Entry<String, Landmarks> face : all.entrySet().stream().limit(40).toList()) {
      String name = face.getKey();
      Pixels photo = decoder.decode(Files.readAllBytes(images.resolve(name)));
      FaceQuality sharp = FaceQuality.of(photo, face.getValue());
      FaceQuality coarse = FaceQuality.of(coarse(photo), face.getValue());
      assertTrue(sharp.sharpness() > 0, name);
      assertEquals(sharp.brightness(), coarse.brightness(), 2, name);
      assertEquals(sharp.yaw(), coarse.yaw(), name);
    }
  }

  private static Pixels coarse(Pixels photo) throws BadImageException {
    return resized(
        resized(photo, photo.width() / 5, photo.height() / 5), photo.width(), photo.height());
  }

  private static Pixels resized(Pixels photo, int width, int height) throws BadImageException {
    List<Float> zeros = List.of(0f, 0f, 0f);
    Input input = new Input("data", width, height, Channels.RGB, zeros, List.of(1f, 1f, 1f));
    float[] planes =
        new FacePreprocessor(input, new Alignment(Template.NONE, false)).planes(photo, null);
    byte[] rgb = new byte[planes.length];
    int size = width * height;
    for (int i = 0; i < planes.length; i++) {
      rgb[i] = (byte) Math.round(planes[i % 3 * size + i / 3]);
    }
    return Pixels.of(width, height, Channels.RGB, rgb);
  }

  private static Pixels gray(int width, int height, IntBinaryOperator luma)
      throws BadImageException {
    byte[] bytes = new byte[width * height];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) luma.applyAsInt(i % width, i / width);
    }
    return Pixels.of(width, height, Channels.GRAY, bytes);
  }

  /** Of a photo in which the template is so many times as large. */
  private static Landmarks aligned(float scale) throws BadImageException {
    Point[] points = new Point[TEMPLATE.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = new Point(TEMPLATE[i][0] * scale, TEMPLATE[i][1] * scale);
    }
    return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
  }
}
