package dev.facet.trainer.run;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.config.TrainingConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What short runs on drawn people need, in a directory of the test. */
final class RunFiles {

  private static final int SIDE = 32;

  private final Path directory;
  private final DrawnPeople people;

  RunFiles(Path directory) throws IOException {
    this.directory = directory;
    people = DrawnPeople.write(directory.resolve("faces"), 0, 6, 5);
    people.pairs(directory.resolve("pairs.txt"));
  }

  Path directory() {
    return directory;
  }

  DrawnPeople people() {
    return people;
  }

  /** Publishes a small network of random weights, version 1 of a model. */
  ModelBundle publish(String model, long seed) throws IOException {
    return publish(model, seed, SIDE);
  }

  /** Publishes one whose input is of another size. */
  ModelBundle publish(String model, long seed, int side) throws IOException {
    return new TinyModel(seed).size(side, side).publish(directory.resolve("models"), model, 1);
  }

  /**
   * Reads a configuration.
   *
   * @param yaml with DIR for the directory
   */
  TrainingConfig config(String yaml) throws IOException {
    Path file = directory.resolve("train.yaml");
    Files.writeString(file, yaml.replace("DIR", directory.toString()));
    return TrainingConfigFile.read(file);
  }
}
