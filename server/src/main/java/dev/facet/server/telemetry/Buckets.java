package dev.facet.server.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
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
    if (config.getServiceLevelObjectiveBoundaries() != null) {
      return config;
    }
    if (id.getType() == Meter.Type.TIMER) {
      return with(DURATIONS, config);
    }
    return id.getName().endsWith(".batch.size") ? with(BATCH_SIZES, config) : config;
  }

  private static DistributionStatisticConfig with(
      double[] buckets, DistributionStatisticConfig config) {
    return DistributionStatisticConfig.builder()
        .serviceLevelObjectives(buckets)
        .build()
        .merge(config);
  }
}
