package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlignCommandTest {
  private final Path models;
  private final Path photos;
  private final Path crops;

  AlignCommandTest(@TempDir Path directory) throws IOException {
    models = directory.resolve("models");
    new SpotDetector(SpotPhotos.SIDE).publish(models, "spots", 1);
    TinyModel.write(models, "face", 1, 1);
    photos = directory.resolve("photos");
    crops = directory.resolve("crops");
    new SpotPhotos().with(24, 40).with(152, 136, 4).write(photos.resolve("P/two.png"));
  }

  @Test
  void faces_areCroppedIntoTheSameDirectories() throws IOException {
    CommandRun run = align(photos);

    assertEquals(0, run.exit(), run.err());
    assertEquals("2 faces of 1 photos in " + crops + "\n", run.out());
    BufferedImage first = crop("P/two_0.png");
    assertEquals(112, first.getWidth());
    assertEquals(112, first.getHeight());
    assertEquals(0xff0000, first.getRGB(56, 56) & 0xffffff);
    // The mark in the middle of the second.
    assertEquals(0x0000ff, crop("P/two_1.png").getRGB(57, 73) & 0xffffff);
  }

  @Test
  void crop_isEmbeddedAsTheFaceInItsPhotoIs() throws IOException {
    align(photos, "--select", "central");
    JsonNode photo =
        json(
            "embed",
            photos.resolve("P/two.png"),
            "--detect",
            "--select",
            "central",
            "--model",
            models + "/face",
            "--detector",
            models + "/spots");
    JsonNode crop = json("embed", crops.resolve("P/two_0.png"), "--model", models + "/face");

    assertArrayEquals(values(photo), values(crop), 0.02);
  }

  @Test
  void sizeAndFormat_areChosen() throws IOException {
    CommandRun run = align(photos, "--size", "64", "--format", "jpeg");

    assertEquals(0, run.exit(), run.err());
    BufferedImage first = crop("P/two_0.jpg");
    assertEquals(64, first.getWidth());
    assertEquals((byte) 0xff, Files.readAllBytes(crops.resolve("P/two_0.jpg"))[0]);
    assertTrue((first.getRGB(32, 32) >> 16 & 0xff) > 240);
    assertEquals(2, align(photos, "--size", "0").exit());
  }

  @Test
  void server_findsTheFacesToo() throws IOException {
    align(photos);
    byte[] local = Files.readAllBytes(crops.resolve("P/two_1.png"));
    Path others = crops.resolveSibling("others");
    try (RunningServer server = RunningServer.of(models)) {
      CommandRun run =
          CommandRun.facet("align", photos, "--output", others, "--server", server.address());
      assertEquals(0, run.exit(), run.err());
      assertArrayEquals(local, Files.readAllBytes(others.resolve("P/two_1.png")));
    }
  }

  @Test
  void cropThatIsThere_staysUnlessItIsForced() throws IOException {
    Files.createDirectories(crops.resolve("P"));
    Path there = Files.writeString(crops.resolve("P/two_0.png"), "mine");

    CommandRun refused = align(photos);
    assertEquals(1, refused.exit());
    assertTrue(refused.err().contains("two_0.png: exists (expected: none, or --force)"));
    assertEquals("mine", Files.readString(there));

    assertEquals(0, align(photos, "--force").exit());
    assertEquals(112, crop("P/two_0.png").getWidth());
  }

  @Test
  void twoPhotosOfOneName_areNotMixedUp() throws IOException {
    new SpotPhotos().with(88, 88, 2).write(photos.resolve("P/two.jpg"));

    CommandRun run = align(photos, "--force");

    assertEquals(1, run.exit());
    assertTrue(run.err().contains("is another photo's already"), run.err());
    assertEquals("1 faces of 2 photos in " + crops + "\n", run.out());
  }

  @Test
  void badPhotosAndThoseWithoutAFace_areNamed() throws IOException {
    Path text = Files.writeString(photos.resolve("P/text.jpg"), "no image at all");
    Path none = new SpotPhotos().write(photos.resolve("none.png"));

    CommandRun run = align(photos);

    assertEquals(1, run.exit());
    assertTrue(run.err().contains("facet: " + text + ": "), run.err());
    assertTrue(run.err().contains("facet: " + none + ": no face found\n"), run.err());
    assertTrue(run.out().startsWith("2 faces of 3 photos"), run.out());
    Files.delete(text);
    assertEquals(0, align(photos, "--force").exit());
  }

  private BufferedImage crop(String name) throws IOException {
    return ImageIO.read(crops.resolve(name).toFile());
  }

  private static JsonNode json(Object... command) throws IOException {
    return new ObjectMapper().readTree(CommandRun.facet(command).out());
  }

  private static double[] values(JsonNode faces) {
    double[] values = new double[TinyModel.DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = faces.at("/0/embedding/" + i).asDouble();
    }
    return values;
  }

  private CommandRun align(Path given, Object... options) {
    List<Object> all = new ArrayList<>(List.of("align", given, "--output", crops));
    all.addAll(List.of("--detector", models + "/spots"));
    all.addAll(List.of(options));
    return CommandRun.facet(all.toArray());
  }
}
