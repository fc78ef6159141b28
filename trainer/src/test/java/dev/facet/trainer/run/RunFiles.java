package dev.facet.trainer.run;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.config.TrainingConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

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

  /** Publishes one with dropout before its output. */
  ModelBundle publishWithDropout(String model, long seed) throws IOException {
    TinyModel tiny = new TinyModel(seed).size(SIDE, SIDE);
    List<SymbolNode> nodes = new ArrayList<>(tiny.symbol().nodes());
    nodes.add(new SymbolNode("Dropout", "drop", Map.of("p", "0.3"), tiny.symbol().heads()));
    SymbolGraph symbol =
        new SymbolGraph(
            nodes, List.of(SymbolNode.Entry.of(nodes.size() - 1)), SymbolGraph.CURRENT_VERSION);
    Path symbolFile = Files.writeString(directory.resolve("dropout.json"), symbol.toJson());
    Path params = directory.resolve("dropout.params");
    ParamsFile.write(params, tiny.weights());
    Manifest manifest = tiny.manifest();
    Manifest.Output output = manifest.output();
    return new ModelRepository(directory.resolve("models"))
        .publish(
            model,
            OptionalLong.of(1),
            new Manifest(
                manifest.files(),
                manifest.input(),
                new Manifest.Output("drop_output", output.dimension(), output.normalize()),
                manifest.alignment(),
                manifest.about()),
            symbolFile,
            params);
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
