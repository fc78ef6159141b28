package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectCommandTest {
  private static final double TOLERANCE = 1e-3;
  private static final int GRAY = 0x646464;
  private static final int RED = 0xff0000;

  private final Path directory;
  private final Path models;
  private final Path photos;
  private final Path two;

  DetectCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    models = directory.resolve("models");
    new SpotDetector(SpotPhotos.SIDE).publish(models, "spots", 1);
    photos = directory.resolve("photos");
    two = new SpotPhotos().with(24, 40).with(152, 136, 1).write(photos.resolve("two.png"));
  }

  @Test
  void text_isALineAFace() throws IOException {
    Path none = new SpotPhotos().write(directory.resolve("none.png"));

    CommandRun run = locally(two, none);

    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(3, lines.size(), run.out());
    assertTrue(lines.get(0).startsWith(two + "#0  score 0.999  box 24,40 64x64  eyes 26  "));
    assertTrue(lines.get(1).startsWith(two + "#1  score 0.99"), lines.get(1));
    assertTrue(lines.get(1).contains("  box 152,136 64x64  "), lines.get(1));
    assertEquals(none + "  no face", lines.get(2));
  }

  @Test
  void json_hasAllThatIsKnownOfAPhoto() throws IOException {
    CommandRun run = locally(two, "--format", "json");

    JsonNode found = new ObjectMapper().readTree(run.out());
    assertEquals(1, found.size());
    assertEquals(two.toString(), found.at("/0/file").asText());
    assertEquals(256, found.at("/0/width").asInt());
    assertEquals(256, found.at("/0/height").asInt());
    assertEquals("spots", found.at("/0/detector/name").asText());
    assertEquals(2, found.at("/0/found").asInt());
    JsonNode face = found.at("/0/faces/0");
    assertEquals(24, face.at("/box/left").asDouble(), TOLERANCE);
    assertEquals(5, face.at("/landmarks").size());
    assertEquals(24 + 31.5 - 12.8, face.at("/landmarks/0/0").asDouble(), 0.5);
    assertEquals(25.6, face.at("/quality/eye-distance").asDouble(), 0.2);
    assertTrue(face.at("/quality/brightness").asDouble() > 0);
    for (String part : List.of("sharpness", "yaw", "pitch", "roll")) {
      assertTrue(face.at("/quality/" + part).isNumber(), part);
    }
  }

  @Test
  void server_findsTheSame() throws IOException {
    TinyModel.write(models, "face", 1, 1);
    CommandRun local = locally(two, "--format", "json", "--select", "central");
    try (RunningServer server = RunningServer.of(models)) {
      CommandRun remote =
          detect(two, "--format", "json", "--select", "central", "--server", server.address());
      assertEquals(0, remote.exit(), remote.err());
      assertEquals(local.out(), remote.out());
    }
  }

  @Test
  void badFiles_failAloneInOrder() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jpg"), "no image at all");
    Path missing = directory.resolve("missing.jpg");
    Path output = directory.resolve("found.json");

    CommandRun run =
        locally(text, two, missing, "--format", "json", "--output", output, "--draw", output + "s");

    assertEquals(1, run.exit());
    assertEquals("", run.out());
    JsonNode found = new ObjectMapper().readTree(output.toFile());
    assertTrue(found.at("/0/error").isTextual());
    assertEquals(2, found.at("/1/faces").size());
    assertEquals("no such file", found.at("/2/error").asText());
    assertTrue(run.err().contains("facet: " + text + ": "), run.err());
    assertTrue(run.err().contains("facet: " + missing + ": no such file\n"), run.err());
  }

  @Test
  void directory_isSearchedDownToItsLeaves() throws IOException {
    Path deep = new SpotPhotos().with(88, 88).write(photos.resolve("a/b/deep.png"));
    Files.writeString(photos.resolve("notes.txt"), "no photo");
    Files.writeString(photos.resolve(".hidden.jpg"), "no photo");
    Path empty = Files.createDirectory(directory.resolve("empty"));

    CommandRun run = locally(photos);

    assertEquals(0, run.exit(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(3, lines.size(), run.out());
    assertTrue(lines.get(0).startsWith(deep + "#0"), lines.get(0));
    assertTrue(lines.get(1).startsWith(two + "#0"), lines.get(1));
    CommandRun none = locally(empty);
    assertEquals(1, none.exit());
    assertTrue(none.err().contains(empty + ": no photos (expected: "), none.err());
  }

  @Test
  void drawing_hasBoxesAndPointsInThePhotosPixels() throws IOException {
    Path drawn = directory.resolve("drawn.png");

    CommandRun run = locally(two, "--draw", drawn);

    assertEquals(0, run.exit(), run.err());
    BufferedImage picture = ImageIO.read(drawn.toFile());
    assertEquals(256, picture.getWidth());
    assertEquals(256, picture.getHeight());
    for (int x : List.of(24, 87, 152, 215)) {
      int y = x < 100 ? 72 : 168;
      assertGreen(picture, x, y);
    }
    assertGreen(picture, 60, 103);
    assertEquals(RED, rgb(picture, 30, 60));
    assertEquals(GRAY, rgb(picture, 120, 20));
    // The left eye of the first.
    int eye = rgb(picture, 43, 59);
    assertTrue((eye >> 8 & 0xff) > 40 && (eye & 0xff) > 20, Integer.toHexString(eye));
  }

  @Test
  void drawingOfATurnedPhoto_isUpright() throws IOException {
    Path turned = directory.resolve("turned.jpg");
    BufferedImage upright = new SpotPhotos().with(24, 40).picture();
    Files.write(turned, turnedJpeg(upright));
    Path drawn = directory.resolve("drawn.png");

    CommandRun run = locally(turned, "--draw", drawn);

    assertTrue(run.out().contains("  box 24,40 64x64  "), run.out());
    BufferedImage picture = ImageIO.read(drawn.toFile());
    assertTrue((rgb(picture, 40, 90) >> 16) > 200, "red where the face is upright");
    assertGreen(picture, 24, 72);
  }

  @Test
  void drawingsOfADirectory_lieAsItsPhotosDo() throws IOException {
    new SpotPhotos().with(88, 88).write(photos.resolve("a/deep.png"));
    Path drawn = directory.resolve("drawn");

    CommandRun run = locally(photos, "--draw", drawn);

    assertEquals(0, run.exit(), run.err());
    assertTrue(Files.exists(drawn.resolve("two.png")));
    assertGreen(ImageIO.read(drawn.resolve("a/deep.png").toFile()), 88, 120);
  }

  @Test
  void photo_isNeverDrawnOver() throws IOException {
    byte[] before = Files.readAllBytes(two);

    CommandRun run = locally(photos, "--draw", photos);

    assertEquals(1, run.exit());
    assertTrue(run.err().contains("is one of the photos"), run.err());
    assertEquals(-1, Files.mismatch(two, Files.write(directory.resolve("before"), before)));
    CommandRun file = locally(two, "--draw", two);
    assertEquals(1, file.exit());
    assertEquals(-1, Files.mismatch(two, directory.resolve("before")));
  }

  @Test
  void onePictureOfSeveralPhotos_isAWrongCall() throws IOException {
    Path other = new SpotPhotos().write(directory.resolve("other.png"));
    CommandRun run = locally(two, other, "--draw", directory.resolve("drawn.png"));
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("of 2 photos (expected: a directory)"), run.err());
  }

  @Test
  void realDetector_findsRealFaces() {
    Path published = SharedData.require("models/retinaface-mnet025");
    Path lfw = SharedData.require("data/lfw/images");
    CommandRun.facet(
        "models",
        "add",
        published,
        "--name",
        "real",
        "--detector",
        "retinaface",
        "--models",
        models);

    CommandRun run = detect(lfw.resolve("AJ_Cook"), "--detector", models + "/real");

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("AJ_Cook_0001.jpg#0  score 0.9"), run.out());
  }

  private static int rgb(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xffffff;
  }

  private static void assertGreen(BufferedImage picture, int x, int y) {
    int rgb = rgb(picture, x, y);
    assertTrue(
        (rgb >> 8 & 0xff) > 150 && (rgb >> 16) < 120, x + "," + y + " " + Integer.toHexString(rgb));
  }

  /**
   * A JPEG whose pixels are turned a quarter to the left, and whose EXIF says to turn them back.
   */
  private static byte[] turnedJpeg(BufferedImage upright) throws IOException {
    int side = upright.getWidth();
    BufferedImage turned = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        turned.setRGB(y, side - 1 - x, upright.getRGB(x, y));
      }
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(turned, "jpeg", jpeg);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg.toByteArray(), 0, 2);
    // APP1 with one entry: orientation 6, a quarter to the right.
    byte[] tiff = {
      'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6,
      0, 0, 0, 0, 0, 0
    };
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (tiff.length + 2)});
    out.writeBytes(tiff);
    out.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
    return out.toByteArray();
  }

  private CommandRun locally(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--detector", models + "/spots"));
    return detect(all.toArray());
  }

  private static CommandRun detect(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("detect"));
    all.addAll(List.of(arguments));
    return CommandRun.facet(all.toArray());
  }
}
