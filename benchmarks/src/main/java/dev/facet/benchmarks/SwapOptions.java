package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.OptionValues.Share;
import dev.facet.benchmarks.swap.SwapPlan;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code facet bench swap} measures. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SwapOptions {

  @Mixin private SwappedVersionsOptions versions;

  @Mixin private ServerOptions server;

  @Option(
      names = "--streams",
      paramLabel = "N",
      defaultValue = "8",
      converter = Positive.class,
      description = "Streams, each on a connection of its own. Default: ${DEFAULT-VALUE}.")
  private int streams;

  @Option(
      names = "--unary",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      converter = Share.class,
      description = "Part of the requests that are calls of their own. Default: ${DEFAULT-VALUE}.")
  private double unaryShare;

  @Option(
      names = "--load",
      paramLabel = "SHARE",
      defaultValue = "0.7",
      converter = Share.class,
      description = "Requests, as a part of the capacity. Default: ${DEFAULT-VALUE}.")
  private double load;

  @Option(
      names = "--rate",
      paramLabel = "N",
      converter = Positive.class,
      description = "Requests a second; then the capacity is not measured.")
  private @Nullable Integer rate;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "64",
      converter = Positive.class,
      description = "Requests under way while the capacity is measured. Default: ${DEFAULT-VALUE}.")
  private int inFlight;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
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
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      converter = Seconds.class,
      description =
          "How long the load lasts, without swaps and with them. Default: " + "${DEFAULT-VALUE}.")
  private Duration phase;

  @Option(
      names = "--swaps",
      paramLabel = "N",
      converter = Positive.class,
      description = "The load with swaps lasts for so many swaps instead.")
  private @Nullable Integer swaps;

  @Option(
      names = "--every",
      paramLabel = "S",
      defaultValue = "2",
      converter = Seconds.class,
      description =
          "Seconds from one swap to the next; the next begins at once where one takes longer."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration every;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      converter = Positive.class,
      description = "How often each is measured, in turn. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--interval",
      paramLabel = "S",
      defaultValue = "1",
      converter = Seconds.class,
      description = "Seconds from one sample of the server to the next. Default: ${DEFAULT-VALUE}.")
  private Duration sampling;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of times, images and weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  SwapPlan plan() {
    return new SwapPlan(
        versions.source(),
        new SwapPlan.Mix(server.images(), streams, unaryShare),
        new SwapPlan.Rate(
            load, rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate), inFlight),
        new SwapPlan.Times(
            warmUp,
            capacity,
            phase,
            swaps == null ? OptionalInt.empty() : OptionalInt.of(swaps),
            every,
            rounds,
            sampling),
        server.settings(),
        seed);
  }
}
