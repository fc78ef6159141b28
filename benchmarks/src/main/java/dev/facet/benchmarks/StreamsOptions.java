package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.streams.StreamsPlan;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code facet bench streams} measures. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StreamsOptions {

  @Mixin private RepositoryOptions repository;
  @Mixin private ServerOptions server;

  @Option(
      names = "--idle-engine",
      description = "Embeddings cost nothing, so that only the server's own work is seen.")
  private boolean idleEngine;

  @Option(
      names = "--counts",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,10,100,1000,10000",
      converter = Positive.class,
      description = "Numbers of open streams, ascending. Default: ${DEFAULT-VALUE}.")
  private List<Integer> counts;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "16",
      converter = Positive.class,
      description =
          "Most connections that the streams share. A server takes 1,000 calls on each by default"
              + " (limits.max-calls-per-connection). Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      converter = Positive.class,
      description = "Requests a second, of all streams together. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "30",
      converter = Seconds.class,
      description = "Seconds at full load that do not count. Default: ${DEFAULT-VALUE}.")
  private Duration warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      converter = Seconds.class,
      description = "How long the load lasts on each number of streams. Default: ${DEFAULT-VALUE}.")
  private Duration load;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "4",
      converter = Positive.class,
      description = "How often each number is measured, there and back. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  StreamsPlan plan() {
    return new StreamsPlan(
        repository.models(),
        server.images(),
        idleEngine,
        counts.stream().sorted().distinct().toList(),
        connections,
        rate,
        new StreamsPlan.Times(warmUp, load, rounds),
        server.settings(),
        repository.seed());
  }
}
