package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Directory;
import dev.facet.benchmarks.OptionValues.NamedBackbone;
import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.ReadableFile;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.training.TrainingRecipe;
import dev.facet.trainer.backbone.Backbone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the benchmarks of training have in common. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainingOptions {

  @Option(
      names = "--people",
      paramLabel = "DIR",
      required = true,
      converter = Directory.class,
      description = "The photos to train on: a directory for each person.")
  private Path people;

  @Option(
      names = "--list",
      paramLabel = "FILE",
      converter = ReadableFile.class,
      description = "Names of the people to train on. Default: all.")
  private @Nullable Path list;

  @Option(
      names = "--landmarks",
      paramLabel = "FILE",
      converter = ReadableFile.class,
      description = "Five points a photo. Default: none, photos are crops of faces.")
  private @Nullable Path landmarks;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      defaultValue = "mobilefacenet-y1",
      converter = NamedBackbone.class,
      description = "The network. Default: ${DEFAULT-VALUE}.")
  private Backbone backbone;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "32",
      converter = Positive.class,
      description = "Faces of a step. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "1000",
      converter = Positive.class,
      description = "Steps between two checkpoints. Default: ${DEFAULT-VALUE}, the trainer's own.")
  private int checkpointInterval;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      converter = Seconds.class,
      description =
          "Between two samples of speed and memory; 0: one a step. Default: ${DEFAULT-VALUE}.")
  private Duration interval;

  @Mixin private OutputOption output;

  TrainingRecipe recipe() {
    return new TrainingRecipe(
        people,
        Optional.ofNullable(list),
        Optional.ofNullable(landmarks),
        backbone,
        batchSize,
        checkpointInterval);
  }

  int batchSize() {
    return batchSize;
  }

  Duration interval() {
    return interval;
  }

  OutputOption output() {
    return output;
  }
}
