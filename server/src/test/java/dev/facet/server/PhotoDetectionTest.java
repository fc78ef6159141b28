package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.facet.model.fixture.ExifOrientation;
import dev.facet.model.fixture.MobileFaceV2;
import dev.facet.model.fixture.PublishedDetectors;
import dev.facet.model.fixture.SharedData;
import dev.facet.v1.DetectOptions;
import dev.facet.v1.DetectRequest;
import dev.facet.v1.DetectedFace;
import dev.facet.v1.Detections;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbeddedFaces;
import dev.facet.v1.FaceImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A published detector on real photos, and on what is made of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhotoDetectionTest {

  private static final String ALONE = "AJ_Cook/AJ_Cook_0001.jpg";

  private final TestServer server;
  private final BufferedImage alone;
  private final DetectedFace face;

  PhotoDetectionTest(@TempDir Path repository) throws Exception {
    PublishedDetectors.retinaFace(repository, 640);
    MobileFaceV2.publish(repository);
    server = new TestServer(repository);
    alone = ImageIO.read(SharedData.require("data/lfw/images").resolve(ALONE).toFile());
    face = only(detect(file(alone)));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void groupOfThirtySix_isFoundAndEmbedded() throws Exception {
    BufferedImage group = group(6, 250);

    EmbeddedFaces faces =
        server
            .embeddings()
            .embed(
                EmbedRequest.newBuilder()
                    .setImage(file(group))
                    .setDetect(DetectOptions.newBuilder().setMinSize(50))
                    .build())
            .getFaces();

    // A few photos have more than one face.
    assertTrue(faces.getEmbeddingsCount() >= 36, "faces: " + faces.getEmbeddingsCount());
    for (int cell = 0; cell < 36; cell++) {
      int left = cell % 6 * 250;
      int top = cell / 6 * 250;
      assertTrue(
          faces.getDetections().getFacesList().stream()
              .anyMatch(
                  found ->
                      Math.hypot(middleX(found) - left - 125, middleY(found) - top - 125) < 40),
          "cell " + cell);
    }
  }

  @Test
  void smallFacesOfALargeGroup_areFoundWhereTheyAreAskedFor() throws Exception {
    BufferedImage group = group(20, 80);

    assertTrue(detect(file(group)).getFound() < 400);
    Detections closely =
        server
            .detection()
            .detect(
                DetectRequest.newBuilder()
                    .setImage(file(group))
                    .setOptions(DetectOptions.newBuilder().setMinSize(16))
                    .build())
            .getDetections();
    assertTrue(closely.getFound() >= 392, "found: " + closely.getFound() + " of 400");
  }

  @Test
  void photoThatLiesOnItsSide_isTurnedByItsExif() {
    BufferedImage stored = new BufferedImage(250, 250, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 250; y++) {
      for (int x = 0; x < 250; x++) {
        // Orientation 6: shown turned to the right by a quarter.
        stored.setRGB(y, 249 - x, alone.getRGB(x, y));
      }
    }
    assertSamePlace(only(detect(encoded(ExifOrientation.of(jpeg(stored), 6)))), 3);
  }

  @Test
  void grayPhoto_isSearchedAsAColourPhotoIs() {
    BufferedImage gray = new BufferedImage(250, 250, BufferedImage.TYPE_BYTE_GRAY);
    draw(gray, alone, 0, 0, 250, 250);
    assertSamePlace(only(detect(encoded(png(gray)))), 4);
  }

  @Test
  void hugePhoto_isSearched_andItsFaceIsLarge() {
    BufferedImage huge = new BufferedImage(4000, 3000, BufferedImage.TYPE_INT_RGB);
    draw(huge, alone, 500, 0, 3000, 3000);

    DetectedFace found = only(detect(file(huge)));

    assertEquals(500 + 12 * middleX(face), middleX(found), 60);
    assertEquals(12 * middleY(face), middleY(found), 60);
    assertEquals(12 * face.getBox().getHeight(), found.getBox().getHeight(), 120);
  }

  @Test
  void tinyPhoto_isEnlarged() {
    BufferedImage tiny = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    draw(tiny, alone, 0, 0, 40, 40);

    DetectedFace found = only(detect(encoded(png(tiny))));

    assertEquals(middleX(face) * 40 / 250, middleX(found), 2);
    assertEquals(middleY(face) * 40 / 250, middleY(found), 2);
    assertTrue(found.getQuality().getEyeDistance() < 10);
  }

  @Test
  void photoWithoutAFace_hasNone() {
    assertEquals(0, detect(encoded(Drawings.file("png", 1, 300, 200))).getFound());
    assertEquals(0, detect(file(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB))).getFound());
  }

  @Test
  void blurredDarkTiltedFace_isToldByItsQuality() {
    BufferedImage small = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
    draw(small, alone, 0, 0, 50, 50);
    BufferedImage blurred = new BufferedImage(250, 250, BufferedImage.TYPE_INT_RGB);
    draw(blurred, small, 0, 0, 250, 250);
    BufferedImage tilted = new BufferedImage(250, 250, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = graphics(tilted);
    graphics.rotate(Math.toRadians(20), 125, 125);
    graphics.drawImage(alone, 0, 0, null);
    graphics.dispose();

    float sharpness = face.getQuality().getSharpness();
    assertTrue(only(detect(file(blurred))).getQuality().getSharpness() < sharpness / 3);
    DetectedFace turned = only(detect(file(tilted)));
    assertEquals(20, turned.getQuality().getRoll() - face.getQuality().getRoll(), 4);
  }

  private void assertSamePlace(DetectedFace found, double tolerance) {
    assertEquals(middleX(face), middleX(found), tolerance);
    assertEquals(middleY(face), middleY(found), tolerance);
    assertEquals(
        face.getLandmarks().getNose().getX(), found.getLandmarks().getNose().getX(), tolerance);
    assertEquals(
        face.getLandmarks().getLeftEye().getY(),
        found.getLandmarks().getLeftEye().getY(),
        tolerance);
  }

  private static double middleX(DetectedFace face) {
    return face.getBox().getLeft() + face.getBox().getWidth() / 2.0;
  }

  private static double middleY(DetectedFace face) {
    return face.getBox().getTop() + face.getBox().getHeight() / 2.0;
  }

  private static DetectedFace only(Detections found) {
    assertEquals(1, found.getFacesCount(), found.toString());
    return found.getFaces(0);
  }

  private Detections detect(FaceImage photo) {
    return server
        .detection()
        .detect(DetectRequest.newBuilder().setImage(photo).build())
        .getDetections();
  }

  /** Photos of LFW in a square of cells. */
  private static BufferedImage group(int cells, int side) throws IOException {
    BufferedImage group = new BufferedImage(cells * side, cells * side, BufferedImage.TYPE_INT_RGB);
    List<Path> files;
    try (Stream<Path> all = Files.walk(SharedData.require("data/lfw/images"))) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    int apart = files.size() / (cells * cells);
    for (int cell = 0; cell < cells * cells; cell++) {
      Path photo = files.get(cell * apart);
      draw(
          group,
          ImageIO.read(photo.toFile()),
          cell % cells * side,
          cell / cells * side,
          side,
          side);
    }
    return group;
  }

  private static void draw(
      BufferedImage on, BufferedImage photo, int left, int top, int width, int height) {
    Graphics2D graphics = graphics(on);
    graphics.drawImage(photo, left, top, width, height, null);
    graphics.dispose();
  }

  private static Graphics2D graphics(BufferedImage on) {
    Graphics2D graphics = on.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    return graphics;
  }

  private static FaceImage file(BufferedImage photo) {
    return encoded(jpeg(photo));
  }

  private static FaceImage encoded(byte[] file) {
    return FaceImage.newBuilder().setEncoded(ByteString.copyFrom(file)).build();
  }

  private static byte[] jpeg(BufferedImage photo) {
    return written(photo, "jpg");
  }

  private static byte[] png(BufferedImage photo) {
    return written(photo, "png");
  }

  private static byte[] written(BufferedImage photo, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(photo, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
