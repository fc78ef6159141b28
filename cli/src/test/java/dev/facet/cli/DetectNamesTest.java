package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code facet detect --gallery}. All faces of a person are one picture, whose cosine is 1. That of
 * Bob and the stranger is 0.95.
 */
class DetectNamesTest {
  private static final int ANN = 1;
  private static final int BOB = 6;
  private static final int STRANGER = 8;
  private static final double TOLERANCE = 1e-5;
  private static final int GRAY = 0x646464;

  private final Path directory;
  private final Path models;
  private final Path gallery;
  private final Path party;

  DetectNamesTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    models = directory.resolve("models");
    TinyModel.write(models, "face", 1, 1);
    new SpotDetector(SpotPhotos.SIDE).publish(models, "spots", 1);
    gallery = directory.resolve("people");
    new SpotPhotos().with(88, 88, ANN).write(gallery.resolve("Ann/Ann_0001.png"));
    new SpotPhotos().with(24, 24, BOB).write(gallery.resolve("Bob/Bob_0001.png"));
    party =
        new SpotPhotos()
            .with(24, 40, BOB)
            .with(152, 40, STRANGER)
            .with(88, 152, ANN)
            .write(directory.resolve("party.png"));
  }

  @Test
  void text_endsWithTheNamesOfThoseWhoAreKnown() throws IOException {
    Path none = new SpotPhotos().write(directory.resolve("none.png"));

    CommandRun run = locally(party, none, "--threshold", "0.99");

    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(4, lines.size(), run.out());
    assertTrue(lines.get(0).contains("  box 24,40 64x64  "), lines.get(0));
    assertTrue(lines.get(0).endsWith("  name Bob  similarity 1.000"), lines.get(0));
    assertTrue(lines.get(1).contains("  box 152,40 64x64  "), lines.get(1));
    assertFalse(lines.get(1).contains("name"), lines.get(1));
    assertTrue(lines.get(2).endsWith("  name Ann  similarity 1.000"), lines.get(2));
    assertEquals(none + "  no face", lines.get(3));
  }

  @Test
  void json_hasNamesOfThoseWhoAreKnown() throws IOException {
    JsonNode faces = json(locally(party, "--threshold", "0.99", "--format", "json"));

    assertEquals("Bob", faces.at("/0/name").asText());
    assertEquals(1, faces.at("/0/similarity").asDouble(), TOLERANCE);
    assertTrue(faces.at("/1/name").isMissingNode());
    assertTrue(faces.at("/1/similarity").isMissingNode());
    assertEquals("Ann", faces.at("/2/name").asText());
  }

  @Test
  void label_hasTheNameOfOneWhoIsKnown() throws IOException {
    Path names = directory.resolve("names.png");
    Path scores = directory.resolve("scores.png");
    locally(party, "--threshold", "0.99", "--draw", names);
    CommandRun.facet("detect", party, "--detector", models + "/spots", "--draw", scores);

    int line = labelHeight(scores, 152, 40);
    assertTrue(line > 0);
    assertEquals(line, labelHeight(names, 152, 40));
    assertEquals(2 * line, labelHeight(names, 24, 40));
    assertEquals(2 * line, labelHeight(names, 88, 152));
  }

  /** Of the label above the left top corner of a box; a line is as high as any other. */
  private static int labelHeight(Path drawn, int left, int top) throws IOException {
    BufferedImage picture = ImageIO.read(drawn.toFile());
    int y = top - 2;
    while ((picture.getRGB(left + 1, y) & 0xffffff) != GRAY) {
      y--;
    }
    return top - 1 - y;
  }

  @Test
  void server_givesTheSameNames() throws IOException {
    JsonNode local = json(locally(party, "--threshold", "0.99", "--format", "json"));
    try (RunningServer server = RunningServer.of(models)) {
      JsonNode remote = json(remotely(server, party, "--threshold", "0.99", "--format", "json"));
      for (int i = 0; i < 3; i++) {
        for (String part : List.of("/box", "/score", "/name", "/landmarks", "/quality")) {
          assertEquals(local.at("/" + i + part), remote.at("/" + i + part));
        }
        String similarity = "/" + i + "/similarity";
        assertEquals(local.at(similarity).asDouble(), remote.at(similarity).asDouble(), TOLERANCE);
      }
    }
  }

  @Test
  void calibration_decidesAtTheUsualRateOrAGivenOne() throws IOException {
    new ModelRepository(models)
        .setMeasured(
            "face",
            1,
            Map.of(
                "calibration-pairs",
                10_000.0,
                "threshold-at-far-1e-2",
                0.9,
                "threshold-at-far-1e-3",
                0.97));
    try (RunningServer server = RunningServer.of(models)) {
      for (CommandRun usual : List.of(locally(party), remotely(server, party))) {
        assertEquals(0, usual.exit(), usual.err());
        assertEquals(List.of("Bob", "", "Ann"), names(usual));
      }
      for (CommandRun given :
          List.of(
              locally(party, "--max-far", "0.01"), remotely(server, party, "--max-far", "0.01"))) {
        assertEquals(List.of("Bob", "Bob", "Ann"), names(given));
      }
    }
  }

  @Test
  void modelThatIsNotCalibrated_needsAThreshold() throws IOException {
    try (RunningServer server = RunningServer.of(models)) {
      for (CommandRun run : List.of(locally(party), remotely(server, party))) {
        assertEquals(1, run.exit());
        assertEquals("", run.out());
        assertEquals(
            "facet: face version 1: no threshold at a FAR of 1e-3"
                + " (expected: --threshold, or a calibrated model)\n",
            run.err());
      }
    }
  }

  @Test
  void personOfSeveralPhotos_isTheirMean() throws IOException {
    Path other = gallery.resolve("Ann/Ann_0001.png");
    new SpotPhotos().with(88, 88, STRANGER).write(other);
    double alike = similarityOfAnn();
    new SpotPhotos().with(88, 88, ANN).write(gallery.resolve("Ann/Ann_0002.png"));

    // The mean lies in the middle of the angle.
    assertEquals(Math.sqrt((1 + alike) / 2), similarityOfAnn(), TOLERANCE);
    assertTrue(alike < 0.99, "the two differ");
  }

  private double similarityOfAnn() throws IOException {
    Path ann = new SpotPhotos().with(24, 24, ANN).write(directory.resolve("ann.png"));
    new SpotPhotos().with(24, 24, STRANGER).write(gallery.resolve("Bob/Bob_0001.png"));
    JsonNode face = json(locally(ann, "--threshold", "-1", "--format", "json")).at("/0");
    assertEquals("Ann", face.at("/name").asText());
    return face.at("/similarity").asDouble();
  }

  @Test
  void galleryPhotoOfSeveralFaces_countsOnce() throws IOException {
    new SpotPhotos()
        .with(24, 40, ANN)
        .with(152, 136, ANN)
        .write(gallery.resolve("Ann/Ann_0001.png"));
    assertEquals(List.of("Bob", "", "Ann"), names(locally(party, "--threshold", "0.99")));
  }

  @Test
  void galleryPhotosThatFail_areNamedAndLeftOut() throws IOException {
    Path none = new SpotPhotos().write(gallery.resolve("Ann/Ann_0002.png"));
    Path text = Files.writeString(gallery.resolve("Bob/Bob_0002.jpg"), "no image at all");
    try (RunningServer server = RunningServer.of(models)) {
      for (CommandRun run :
          List.of(
              locally(party, "--threshold", "0.99"),
              remotely(server, party, "--threshold", "0.99"))) {
        assertEquals(1, run.exit());
        assertTrue(run.err().startsWith("facet: " + none + ": no face found\n"), run.err());
        assertTrue(run.err().contains("\nfacet: " + text + ": "), run.err());
        assertEquals(2, run.err().lines().count(), run.err());
        assertEquals(List.of("Bob", "", "Ann"), names(run));
      }
    }
  }

  @Test
  void personWithoutAFace_isAnError() throws IOException {
    Path none = new SpotPhotos().write(gallery.resolve("Cas/Cas_0001.png"));

    CommandRun run = locally(party, "--threshold", "0.99");

    assertEquals(1, run.exit());
    assertEquals("", run.out());
    assertEquals(
        List.of(
            "facet: " + none + ": no face found",
            "facet: " + none.getParent() + ": no face (expected: a photo with one at least)"),
        run.err().lines().toList());
  }

  @Test
  void photoThatFails_failsAlone() {
    Path missing = directory.resolve("missing.png");
    CommandRun run = locally(missing, party, "--threshold", "0.99");
    assertEquals(1, run.exit());
    assertEquals("facet: " + missing + ": no such file\n", run.err());
    assertEquals(List.of("Bob", "", "Ann"), names(run));
  }

  @Test
  void facesThatAreNotWanted_areLeftOut() {
    CommandRun run = locally(party, "--threshold", "0.99", "--select", "central");
    assertEquals(List.of("Ann"), names(run));
  }

  @Test
  void realPeople_areToldByRealModels() throws IOException {
    Path face = SharedData.require("models/mobileface-v2");
    Path detector = SharedData.require("models/retinaface-mnet025");
    Path lfw = SharedData.require("data/lfw/images");
    CommandRun.facet("models", "add", face, "--name", "real", "--models", models);
    CommandRun.facet(
        "models",
        "add",
        detector,
        "--name",
        "finder",
        "--detector",
        "retinaface",
        "--models",
        models);
    Path people = directory.resolve("lfw");
    for (String person : List.of("Andre_Agassi", "Bill_Clinton")) {
      Path own = Files.createDirectories(people.resolve(person));
      for (String photo : List.of(person + "_0001.jpg", person + "_0002.jpg")) {
        Files.copy(lfw.resolve(person).resolve(photo), own.resolve(photo));
      }
    }

    CommandRun run =
        CommandRun.facet(
            "detect",
            lfw.resolve("Andre_Agassi/Andre_Agassi_0004.jpg"),
            lfw.resolve("Bill_Clinton/Bill_Clinton_0004.jpg"),
            lfw.resolve("AJ_Cook/AJ_Cook_0001.jpg"),
            "--select",
            "central",
            "--gallery",
            people,
            "--threshold",
            "0.3625",
            "--model",
            models + "/real",
            "--detector",
            models + "/finder");

    assertEquals(List.of("Andre_Agassi", "Bill_Clinton", ""), names(run), run.err());
  }

  /** The faces of the one photo, or of the only one that was found in. */
  private static JsonNode json(CommandRun run) throws IOException {
    assertEquals(0, run.exit(), run.err());
    return new ObjectMapper().readTree(run.out()).at("/0/faces");
  }

  /** The names at the ends of the lines, empty where there is none. */
  private static List<String> names(CommandRun run) {
    return run.out()
        .lines()
        .map(line -> line.contains("  name ") ? line.replaceAll(".*  name (\\S+)  .*", "$1") : "")
        .toList();
  }

  private CommandRun locally(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--model", models + "/face", "--detector", models + "/spots"));
    return named(all);
  }

  private CommandRun remotely(RunningServer server, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", server.address()));
    return named(all);
  }

  private CommandRun named(List<Object> arguments) {
    List<Object> all = new ArrayList<>(List.of("detect", "--gallery", gallery));
    all.addAll(arguments);
    return CommandRun.facet(all.toArray());
  }
}
