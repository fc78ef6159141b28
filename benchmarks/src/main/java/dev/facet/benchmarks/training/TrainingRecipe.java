package dev.facet.benchmarks.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.trainer.backbone.Backbone;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.config.TrainingConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is trained, and on what. All else is as {@code facet train} has it by default, with every
 * change to photos that it knows, ArcFace, and SGD at a rate that stays and is low enough for any
 * network to begin with.
 *
 * @param people a directory of photos for each
 * @param list who of them; empty: all
 * @param landmarks five points a photo; empty: photos are crops of faces
 * @param backbone the network, at its default dimension, from random weights
 * @param batchSize faces of a step, at least 1
 * @param checkpointInterval steps between two checkpoints, at least 1
 */
public record TrainingRecipe(
    Path people,
    Optional<Path> list,
    Optional<Path> landmarks,
    Backbone backbone,
    int batchSize,
    int checkpointInterval) {

  private static final double RATE = 0.01;

  /**
   * The configuration of a run without end, as users would write it.
   *
   * @param directory exists; gets the configuration's file and the run's output
   * @throws IOException if the file cannot be written, or the configuration has a mistake
   */
  public TrainingConfig config(Path directory) throws IOException {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("people", people.toString());
    list.ifPresent(file -> data.put("list", file.toString()));
    landmarks.ifPresent(file -> data.put("landmarks", file.toString()));
    Map<String, Object> none = Map.of();
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("output", directory.resolve("run").toString());
    config.put("data", data);
    config.put(
        "augmentation",
        Map.of(
            "crop",
            none,
            "mirror",
            none,
            "color",
            none,
            "grayscale",
            none,
            "blur",
            none,
            "cutout",
            none));
    config.put("network", Map.of("backbone", backbone.title()));
    config.put("head", Map.of("kind", "arcface"));
    config.put("schedule", Map.of("kind", "steps", "rate", RATE));
    config.put("training", Map.of("batch-size", batchSize, "steps", Integer.MAX_VALUE));
    config.put("checkpoints", Map.of("every", checkpointInterval));
    Path file = directory.resolve("config.yaml");
    // JSON is YAML, with every text quoted as it has to be.
    Files.write(file, new ObjectMapper().writeValueAsBytes(config));
    return TrainingConfigFile.read(file);
  }
}
