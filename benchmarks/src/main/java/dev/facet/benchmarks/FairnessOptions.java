package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.OptionValues.Share;
import dev.facet.benchmarks.fairness.FairnessPlan;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code facet bench fairness} measures. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FairnessOptions {

  @Mixin private RepositoryOptions repository;
  @Mixin private ServerOptions server;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      converter = Share.class,
      description =
          "What the polite caller asks for, as a part of the capacity. Default: ${DEFAULT-VALUE}.")
  private double share;

  @Option(
      names = "--rate",
      paramLabel = "N",
      converter = Positive.class,
      description =
          "Faces a second that the polite caller asks for; then the capacity is not measured.")
  private @Nullable Integer rate;

  @Option(
      names = "--floods",
      paramLabel = "N",
      defaultValue = "32",
      converter = Positive.class,
      description = "Streams where many flood. Default: ${DEFAULT-VALUE}.")
  private int floods;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "256",
      converter = Positive.class,
      description = "Faces of each EmbedBatch call. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "15",
      converter = Seconds.class,
      description = "Seconds at full load that do not count. Default: ${DEFAULT-VALUE}.")
  private Duration warmUp;

  @Option(
      names = "--capacity-seconds",
      paramLabel = "S",
      defaultValue = "10",
      converter = Seconds.class,
      description = "How long the capacity is measured. Default: ${DEFAULT-VALUE}.")
  private Duration capacity;

  @Option(
      names = "--settling",
      paramLabel = "S",
      defaultValue = "5",
      converter = Seconds.class,
      description =
          "How long the others are at it before the polite caller begins. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration settling;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "30",
      converter = Seconds.class,
      description = "How long the polite caller sends in each. Default: ${DEFAULT-VALUE}.")
  private Duration load;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      converter = Positive.class,
      description = "How often each is measured, in turn. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  FairnessPlan plan() {
    return new FairnessPlan(
        repository.models(),
        server.images(),
        share,
        rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
        floods,
        batch,
        new FairnessPlan.Times(warmUp, capacity, settling, load, rounds),
        server.settings(),
        repository.seed());
  }
}
