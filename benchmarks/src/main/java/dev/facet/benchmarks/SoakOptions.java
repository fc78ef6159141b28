package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Amount;
import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.OptionValues.Share;
import dev.facet.benchmarks.soak.SoakPlan;
import dev.facet.benchmarks.swap.SwapPlan;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code facet bench soak} does. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SoakOptions {

  private static final double MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

  @Mixin private SwappedVersionsOptions versions;

  @Mixin private ServerOptions server;

  @Option(
      names = "--streams",
      paramLabel = "N",
      defaultValue = "8",
      converter = Positive.class,
      description = "Streams that stay open all the time. Default: ${DEFAULT-VALUE}.")
  private int streams;

  @Option(
      names = "--load",
      paramLabel = "SHARE",
      defaultValue = "0.8",
      converter = Share.class,
      description = "Faces that are sent, as a part of the capacity. Default: ${DEFAULT-VALUE}.")
  private double load;

  @Option(
      names = "--rate",
      paramLabel = "N",
      converter = Positive.class,
      description = "Faces a second; then the capacity is not measured.")
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
      defaultValue = "30",
      converter = Seconds.class,
      description = "Seconds at full load that do not count. Default: ${DEFAULT-VALUE}.")
  private Duration warmUp;

  @Option(
      names = "--capacity-seconds",
      paramLabel = "S",
      defaultValue = "20",
      converter = Seconds.class,
      description = "How long the capacity is measured. Default: ${DEFAULT-VALUE}.")
  private Duration capacity;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "20",
      converter = Amount.class,
      description = "How long the load lasts. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--swap-every",
      paramLabel = "S",
      defaultValue = "10",
      converter = Seconds.class,
      description = "Seconds from one swap to the next. Default: ${DEFAULT-VALUE}.")
  private Duration swaps;

  @Option(
      names = "--rotate-every",
      paramLabel = "S",
      defaultValue = "60",
      converter = Seconds.class,
      description =
          "Seconds from one change of certificate and token to the next; the next begins at once"
              + " where one takes longer. Default: ${DEFAULT-VALUE}.")
  private Duration rotations;

  @Option(
      names = "--interval",
      paramLabel = "S",
      defaultValue = "5",
      converter = Seconds.class,
      description = "Seconds from one sample of the server to the next. Default: ${DEFAULT-VALUE}.")
  private Duration sampling;

  @Option(
      names = "--rest-every",
      paramLabel = "S",
      defaultValue = "60",
      converter = Seconds.class,
      description =
          "Seconds of load until nothing is sent for a moment, and what stays on the server's heap"
              + " is measured. Default: ${DEFAULT-VALUE}.")
  private Duration rests;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of times, images and weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  SoakPlan plan() {
    return new SoakPlan(
        versions.source(),
        server.images(),
        streams,
        new SwapPlan.Rate(
            load, rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate), inFlight),
        new SoakPlan.Times(
            warmUp,
            capacity,
            Duration.ofMillis((long) (minutes * MINUTE_MILLIS)),
            swaps,
            rotations,
            sampling,
            rests),
        server.settings(),
        seed);
  }
}
