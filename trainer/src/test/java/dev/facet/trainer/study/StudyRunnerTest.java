package dev.facet.trainer.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.similarity.Similarity;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.idx.IdxFiles;
import dev.facet.trainer.run.TrainingListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyRunnerTest {

  private static final int CLASSES = 3;
  private static final int SIDE = 28;

  private final Path directory;

  /** What was begun, such as {@code 2 arcface 1}. */
  private final List<String> begun = new ArrayList<>();

  StudyRunnerTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    images("train", 30);
    images("test", 12);
  }

  @Test
  void study_goesOnWhereItWasStopped_andEndsWithTableAndPicture() throws Exception {
    Path output = directory.resolve("out");
    int[] asked = {0};
    // Within the second run, which has two steps and is asked after the first.
    assertEquals(Optional.empty(), run("rate: 0.01", () -> ++asked[0] == 2));
    assertEquals(List.of("1 softmax 1", "2 arcface 1"), begun);
    assertTrue(Files.exists(output.resolve("softmax/seed-1/measured.csv")));
    assertTrue(!Files.exists(output.resolve("arcface/seed-1/measured.csv")));

    begun.clear();
    String table = run("rate: 0.01", () -> false).orElseThrow();

    assertEquals(List.of("2 arcface 1", "3 softmax 2", "4 arcface 2"), begun);
    assertEquals(table, Files.readString(output.resolve("table.md")));
    List<String> rows = table.lines().toList();
    assertEquals(
        "| variant | runs | intra-class-angle | inter-class-angle | scatter | nearest-class-accuracy |",
        rows.get(0));
    assertTrue(rows.get(2).startsWith("| softmax | 2 |"), table);
    assertTrue(rows.get(3).startsWith("| arcface | 2 |"), table);
    BufferedImage picture = ImageIO.read(output.resolve("features.png").toFile());
    assertEquals(1440, picture.getWidth());
    assertEquals(360, picture.getHeight());
    for (String file : List.of("config.yaml", "metrics.csv", "curves.png", "model")) {
      assertTrue(Files.exists(output.resolve("softmax/seed-2").resolve(file)), file);
    }

    begun.clear();
    assertEquals(table, run("rate: 0.01", () -> false).orElseThrow());
    assertEquals(List.of(), begun);
  }

  @Test
  void changedConfiguration_isRefusedBeforeAnythingRuns() throws Exception {
    int[] asked = {0};
    assertEquals(Optional.empty(), run("rate: 0.01", () -> ++asked[0] == 1));
    begun.clear();

    assertEquals(
        directory.resolve("out/softmax/seed-1/config.yaml")
            + ": is of another configuration (expected: the same, or another output)",
        assertThrows(BadDataException.class, () -> run("rate: 0.02", () -> false)).getMessage());
    assertEquals(List.of(), begun);
  }

  @Test
  void features_areThoseOfTheNetworkBeforeTheyAreNormalised() throws Exception {
    var unused = run("rate: 0.01", () -> false);
    Study study = StudyFile.read(directory.resolve("study.yaml"));
    Path run = study.runs().get(0).config().output();
    FeatureMap features =
        FeatureMap.of(ModelBundle.open(run.resolve("model")), study.features().orElseThrow(), run);

    assertEquals(12, features.embeddings().length);
    assertEquals(0, features.labels()[0]);
    assertEquals(CLASSES - 1, features.labels()[11]);
    for (float[] embedding : features.embeddings()) {
      assertEquals(2, embedding.length);
      assertTrue(Math.abs(Similarity.norm(embedding) - 1) > 1e-3);
    }
  }

  private Optional<String> run(String rate, BooleanSupplier stop) throws Exception {
    Path file = directory.resolve("study.yaml");
    Files.writeString(
        file,
        """
        output: DIR/out
        seeds: [1, 2]
        training:
          data: {images: DIR/train-images, labels: DIR/train-labels}
          network: {backbone: lenet-plus-plus}
          schedule: {RATE}
          training: {batch-size: 10, steps: 2}
        variants:
          softmax: {head: {kind: softmax}}
          arcface: {head: {kind: arcface, scale: 16, margin: 0.1}}
        features: {images: DIR/test-images, labels: DIR/test-labels}
        """
            .replace("DIR", directory.toString())
            .replace("RATE", rate));
    return new StudyRunner(StudyFile.read(file), Clock.systemUTC(), this::begins).run(stop);
  }

  private TrainingListener begins(StudyRun run, int number) {
    begun.add(number + " " + run.variant() + " " + run.seed());
    return new TrainingListener() {};
  }

  private void images(String name, int count) throws IOException {
    Random random = new Random(count);
    byte[] pixels = new byte[count * SIDE * SIDE];
    random.nextBytes(pixels);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % CLASSES);
    }
    IdxFiles.write(directory.resolve(name + "-images"), pixels, count, SIDE, SIDE);
    IdxFiles.write(directory.resolve(name + "-labels"), labels, count);
  }
}
