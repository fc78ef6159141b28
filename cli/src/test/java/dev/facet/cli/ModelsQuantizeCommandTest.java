package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.SymbolGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ann and Bob are judged; the model is calibrated on Cid and Dee. */
class ModelsQuantizeCommandTest {
  private final Path directory;
  private final Path photos;
  private final Path repository;
  private final ModelRepository models;

  ModelsQuantizeCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    photos = directory.resolve("photos");
    repository = directory.resolve("models");
    models = new ModelRepository(repository);
    TinyModel.write(repository, "face", 1, 1);
    int seed = 0;
    for (String name : List.of("Ann", "Bob", "Cid", "Dee")) {
      seed++;
      // Both photos of a person are one picture, so that every model tells them apart.
      TestPhotos.png(photo(name, 1), seed);
      TestPhotos.png(photo(name, 2), seed);
    }
  }

  @Test
  void model_becomesTheNextVersion_withBothMeasurementsAndWhatItWasMadeOf() throws IOException {
    ModelBundle source = models.open("face", 1);
    CommandRun run = quantize();

    assertEquals(0, run.exit(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(
        "calibrated  on 4 photos, 0 skipped; 2 people of the pairs left out", lines.get(0));
    assertEquals("published   " + repository.resolve("face/2"), lines.get(lines.size() - 1));
    ModelBundle published = models.open("face", 2);
    assertTrue(SymbolGraph.read(published.symbol()).isQuantized());
    Manifest.About about = published.manifest().about();
    assertEquals(
        "face version 1, digest " + source.digest(), about.provenance().get("quantized-from"));
    assertEquals("least and greatest values on 4 photos", about.provenance().get("calibration"));
    assertEquals("seed 1", about.provenance().get("source"));
    assertEquals(100.0, about.measured().get("pairs-accuracy-at-best-threshold"));
    assertEquals(
        100.0, about.measured().get("before-quantization-pairs-accuracy-at-best-threshold"));
    assertTrue(about.measured().getOrDefault("faces-per-cpu-second", 0.0) > 0);
    assertTrue(about.measured().getOrDefault("before-quantization-faces-per-cpu-second", 0.0) > 0);

    CommandRun check = CommandRun.facet("models", "check", "face", "--models", repository);
    assertEquals("face version 1: ok\nface version 2: ok\n", check.out());
    CommandRun again = quantize();
    assertEquals(1, again.exit());
    assertEquals("facet: " + published.symbol() + ": is quantised already\n", again.err());
    assertEquals(List.of(1L, 2L), models.versions("face"));
  }

  @Test
  void brokenPhoto_isNamedAndSkipped() throws IOException {
    Files.writeString(photo("Cid", 2), "no photo");
    CommandRun run = quantize("--photos", "3");

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.err().startsWith("facet: Cid/Cid_0002.jpg: "), run.err());
    assertTrue(
        run.out().startsWith("calibrated  on 2 photos, 1 skipped; 2 people of the pairs left out"),
        run.out());
  }

  @Test
  void onlyBrokenPhotos_publishNothing() throws IOException {
    for (String name : List.of("Cid", "Dee")) {
      Files.writeString(photo(name, 1), "no photo");
      Files.writeString(photo(name, 2), "no photo");
    }
    CommandRun run = quantize();

    assertEquals(1, run.exit());
    assertTrue(
        run.err().endsWith("facet: " + photos + ": none of 4 photos can be read\n"), run.err());
    assertNothingPublished();
  }

  @Test
  void onlyPeopleOfThePairs_publishNothing() throws IOException {
    Path theirs = directory.resolve("theirs");
    for (String name : List.of("Ann", "Bob")) {
      TestPhotos.png(theirs.resolve(name).resolve(name + "_0003.jpg"), 5);
    }
    CommandRun run = quantize("--calibrate", theirs);

    assertEquals(1, run.exit());
    assertEquals(
        "facet: "
            + theirs
            + ": nobody to calibrate on (expected: a directory of photos for each person; of 2"
            + " people all are in the pairs)\n",
        run.err());
    assertNothingPublished();
  }

  @Test
  void unknownModel_isSaid() throws IOException {
    CommandRun run = run("none");
    assertEquals(1, run.exit());
    assertEquals("facet: " + repository + ": no model none with a version\n", run.err());
  }

  private void assertNothingPublished() throws IOException {
    assertEquals(List.of(1L), models.versions("face"));
    try (Stream<Path> left = Files.list(repository)) {
      assertEquals(List.of(repository.resolve("face")), left.toList());
    }
  }

  private CommandRun quantize(Object... options) throws IOException {
    return run("face", options);
  }

  private CommandRun run(String name, Object... options) throws IOException {
    Path pairs =
        Files.writeString(
            directory.resolve("pairs.txt"),
            "2\nAnn\t1\t2\nBob\t1\t2\nAnn\t1\tBob\t1\nAnn\t2\tBob\t2\n");
    List<Object> arguments = new ArrayList<>(List.of("models", "quantize", name));
    arguments.addAll(List.of("--models", repository, "--pairs", pairs, "--images", photos));
    arguments.addAll(List.of(options));
    if (!arguments.contains("--calibrate")) {
      arguments.addAll(List.of("--calibrate", photos));
    }
    return CommandRun.facet(arguments.toArray());
  }

  private Path photo(String name, int number) {
    return photos.resolve("%s/%s_%04d.jpg".formatted(name, name, number));
  }
}
