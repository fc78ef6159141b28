package dev.facet.server.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The buckets of every timer and of the batch sizes: few, the same for all, so that series can be
 * added up. Those that set their own keep them.
 */
final class Buckets implements MeterFilter {

  /** Half a millisecond to a minute: a queue that is empty, a photo, a model that is loaded. */
  private static final double[] DURATIONS =
      DoubleStream.of(
              0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000,
              60_000)
          .map(millis -> millis * Duration.ofMillis(1).toNanos())
          .toArray();

  private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256};

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    double[] buckets =
        switch (id.getType()) {
          case TIMER -> DURATIONS;
          case DISTRIBUTION_SUMMARY ->
              id.getName().endsWith(".batch.size") ? BATCH_SIZES : new double[0];
          default -> new double[0];
        };
    if (buckets.length == 0 || config.getServiceLevelObjectiveBoundaries() != null) {
      return config;
    }
    return DistributionStatisticConfig.builder()
        .serviceLevelObjectives(Arrays.copyOf(buckets, buckets.length))
        .build()
        .merge(config);
  }
}
