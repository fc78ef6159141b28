package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.LocalEmbedder;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoRun;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.evaluation.Calibration;
import dev.facet.model.evaluation.Calibration.Point;
import dev.facet.model.fixture.ModelKey;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.signing.VersionSignature;
import dev.facet.model.similarity.Similarity;
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

/** 16 people of two photos each; those of one person are one picture. */
class CalibrateCommandTest {
  private static final int PEOPLE = 16;

  private final Path directory;
  private final Path pairs;
  private final ModelRepository models;

  CalibrateCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    models = new ModelRepository(directory.resolve("models"));
    TinyModel.write(models.root(), "face", 1, 1);
    TinyModel.write(models.root(), "face", 2, 2);
    models.setMeasured("face", 2, Map.of("lfw", 99.0, "threshold-at-far-1e-9", 0.9));
    StringBuilder list = new StringBuilder(PEOPLE + "\n");
    for (int person = 0; person < PEOPLE; person++) {
      for (int photo = 1; photo <= 2; photo++) {
        TestPhotos.png(photo(person, photo), person);
      }
      list.append("P%d 1 2\n".formatted(person));
    }
    for (int person = 0; person < PEOPLE; person++) {
      list.append("P%d 1 P%d 2\n".formatted(person, (person + 1) % PEOPLE));
    }
    pairs = Files.writeString(directory.resolve("pairs.txt"), list);
  }

  @Test
  void thresholds_areThoseOfAllPairsOfTwoPeople_andStandInTheManifest() throws Exception {
    ModelBundle before = models.open("face", 2);

    CommandRun run = calibrate("--all-pairs");

    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.err());
    ModelBundle after = models.open("face", 2);
    assertEquals(before.digest(), after.digest());
    Map<String, Double> measured = after.manifest().about().measured();
    Calibration calibration = Calibration.of(measured).orElseThrow();
    double[] similarities = ofTwoPeople(after);
    assertEquals(32 * 30 / 2, similarities.length);
    assertEquals(similarities.length, calibration.pairs());
    assertEquals(List.of(1e-1, 3e-2), calibration.points().stream().map(Point::far).toList());
    for (Point point : calibration.points()) {
      assertTrue(accepted(similarities, point.threshold()) <= point.far());
      assertTrue(accepted(similarities, point.threshold() - 2e-6) > point.far());
    }
    assertEquals(99, measured.get("lfw"));
    assertEquals(4, measured.size());
    assertEquals(Map.of(), models.open("face", 1).manifest().about().measured());

    List<String> lines = run.out().lines().toList();
    assertEquals("model       face version 2", lines.get(0));
    assertEquals("pairs       16 of one person, 480 of two", lines.get(1));
    assertEquals("FAR   threshold  TAR", lines.get(3));
    assertEquals(
        "1e-1  %.6f   1.0000".formatted(calibration.points().get(0).threshold()), lines.get(4));
    assertEquals("written     " + after.directory().resolve("model.yaml"), lines.get(7));
  }

  private static double accepted(double[] similarities, double threshold) {
    int accepted = 0;
    for (double similarity : similarities) {
      accepted += similarity >= threshold ? 1 : 0;
    }
    return (double) accepted / similarities.length;
  }

  /** By other code than the command's. */
  private double[] ofTwoPeople(ModelBundle bundle) throws Exception {
    List<Photo> photos = new ArrayList<>();
    for (int i = 0; i < 2 * PEOPLE; i++) {
      photos.add(Photo.ofCrop(photo(i / 2, i % 2 + 1)));
    }
    EmbeddingCollector embeddings = new EmbeddingCollector();
    try (LocalEmbedder embedder = LocalEmbedder.open(bundle.directory())) {
      PhotoRun.run(embedder::embed, photos, embeddings, () -> {});
    }
    List<Double> similarities = new ArrayList<>();
    for (int i = 0; i < photos.size(); i++) {
      for (int j = i + 1; j < photos.size(); j++) {
        if (i / 2 != j / 2) {
          similarities.add(
              Similarity.cosine(
                  embeddings.of(photos.get(i)).values(), embeddings.of(photos.get(j)).values()));
        }
      }
    }
    return similarities.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Test
  void version_isTheOneThatIsNamed() throws IOException {
    CommandRun run = calibrate("--all-pairs", "--version", "1");
    assertEquals(0, run.exit(), run.err());
    assertTrue(Calibration.of(models.open("face", 1).manifest().about().measured()).isPresent());
    assertEquals(2, models.open("face", 2).manifest().about().measured().size());
  }

  @Test
  void dryRun_printsTheSame_andWritesNothing() throws IOException {
    Path manifest = models.open("face", 2).directory().resolve("model.yaml");
    String before = Files.readString(manifest);

    CommandRun dry = calibrate("--all-pairs", "--dry-run");

    assertEquals(0, dry.exit(), dry.err());
    assertEquals(before, Files.readString(manifest));
    CommandRun wet = calibrate("--all-pairs");
    assertEquals(dry.out() + "\nwritten     " + manifest + "\n", wet.out());
  }

  /** The thresholds are signed too. */
  @Test
  void signedVersion_isToBeSignedAgain_whichIsSaid() throws IOException {
    ModelKey key = ModelKey.make(directory, "key");
    VersionSignature.write(models.open("face", 2), "face", 2, key.signing());

    CommandRun dry = calibrate("--all-pairs", "--dry-run");
    assertFalse(dry.out().contains("signature"), dry.out());
    CommandRun run = calibrate("--all-pairs");

    assertTrue(
        run.out().endsWith("signature   holds no more: sign again (facet models sign)\n"),
        run.out());
  }

  @Test
  void pairsOfTheListAlone_areTooFew_whichIsSaid() throws IOException {
    CommandRun run = calibrate();
    assertEquals(1, run.exit());
    assertEquals(
        "facet: "
            + pairs
            + ": pairs of two people: 16 (expected: at least 100, not a tenth of them the same);"
            + " --all-pairs makes more of the same photos\n",
        run.err());
    assertEquals("", run.out());
  }

  @Test
  void pairsOfTheList_areEnoughWhereThereAreAHundred() throws IOException {
    StringBuilder list = new StringBuilder("100\n");
    for (int i = 0; i < 100; i++) {
      list.append("P0 1 2\n");
    }
    for (int i = 0; i < 100; i++) {
      list.append("P%d 1 P%d 2\n".formatted(i % 16, (i % 16 + 1 + i / 16) % 16));
    }
    Files.writeString(pairs, list);

    CommandRun run = calibrate();

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("pairs       100 of one person, 100 of two\n"), run.out());
    assertEquals(100.0, measuredPairs());
  }

  private double measuredPairs() throws IOException {
    return models
        .open("face", 2)
        .manifest()
        .about()
        .measured()
        .getOrDefault("calibration-pairs", 0.0);
  }

  @Test
  void output_holdsTableAndPicture() throws IOException {
    Path output = directory.resolve("reports/first");

    CommandRun run = calibrate("--all-pairs", "--dry-run", "--output", output);

    assertEquals(0, run.exit(), run.err());
    List<String> csv = Files.readAllLines(output.resolve("calibration.csv"));
    assertEquals("false-accept-rate,threshold,true-accept-rate", csv.get(0));
    assertTrue(csv.get(1).matches("0\\.1,0\\.[0-9]+,1\\.0"), csv.get(1));
    assertEquals(3, csv.size());
    BufferedImage plot = ImageIO.read(output.resolve("calibration.png").toFile());
    assertEquals(900, plot.getWidth());
  }

  @Test
  void listOfVideos_isRefused() throws IOException {
    Files.writeString(pairs, "fold, pair, first, second, same:\n1, 1, P0/1, P0/2, 1\n");
    CommandRun run = calibrate("--all-pairs");
    assertEquals(1, run.exit());
    assertEquals(
        "facet: " + pairs + ": pairs of videos (expected: of photos, which thresholds are for)\n",
        run.err());
  }

  @Test
  void unknownModelAndMissingPhoto_areNamed_andNothingIsWritten() throws IOException {
    CommandRun none =
        CommandRun.facet(
            "calibrate", "none", "--models", models.root(), "--pairs", pairs, "--images", "x");
    assertEquals(1, none.exit());
    assertEquals("facet: " + models.root() + ": no model none with a version\n", none.err());

    Files.delete(photo(3, 2));
    CommandRun missing = calibrate("--all-pairs");
    assertEquals(1, missing.exit());
    assertTrue(missing.err().contains("P3_0002.jpg"), missing.err());
    assertFalse(
        models.open("face", 2).manifest().about().measured().containsKey("calibration-pairs"));
  }

  private Path photo(int person, int photo) {
    return directory.resolve("photos/P%d/P%d_%04d.jpg".formatted(person, person, photo));
  }

  private CommandRun calibrate(Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("calibrate", "face"));
    arguments.addAll(List.of("--models", models.root(), "--pairs", pairs));
    arguments.addAll(List.of("--images", directory.resolve("photos")));
    arguments.addAll(List.of(options));
    return CommandRun.facet(arguments.toArray());
  }
}
