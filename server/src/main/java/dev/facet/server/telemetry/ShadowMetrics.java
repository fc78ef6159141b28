package dev.facet.server.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The meters of the shadows of one model. Thread-safe. */
public final class ShadowMetrics {

  /** Micrometer's buckets round up to whole numbers. */
  private static final int SCALE = 10_000;

  /** Scaled; close together near 1, where versions lie that could replace each other. */
  private static final double[] BUCKETS = {
    3_000, 5_000, 7_000, 8_000, 9_000, 9_500, 9_800, 9_900, 9_950, 9_990, 9_999
  };

  private final DistributionSummary agreement;
  private final Timer queue;
  private final Timer time;
  private final Counter failed;
  private final Counter skipped;

  ShadowMetrics(MeterRegistry meters, String model) {
    Tags tags = Tags.of("model", model);
    agreement =
        DistributionSummary.builder("facet.shadow.agreement")
            .tags(tags)
            .scale(SCALE)
            .serviceLevelObjectives(BUCKETS)
            .register(meters);
    queue = meters.timer("facet.shadow.queue", tags);
    time = meters.timer("facet.shadow.time", tags);
    failed = meters.counter("facet.shadow.failed", tags);
    skipped = meters.counter("facet.shadow.skipped", tags);
  }

  /**
   * A face was embedded.
   *
   * @param cosine of its embedding to the live version's, -1 to 1; what is below 0, as little alike
   *     as what is 0, is recorded as 0, since a summary ignores what is below
   * @param queued how long it waited, for preprocessing and for the engine
   * @param elapsed how long the engine took
   */
  public void compared(double cosine, Duration queued, Duration elapsed) {
    agreement.record(Math.max(0, cosine));
    queue.record(queued);
    time.record(elapsed);
  }

  /** A face could not be embedded. */
  public void failed() {
    failed.increment();
  }

  /** A face was left out since there was no time for it. */
  public void skipped() {
    skipped.increment();
  }
}
