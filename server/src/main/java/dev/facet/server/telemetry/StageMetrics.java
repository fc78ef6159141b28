package dev.facet.server.telemetry;

import dev.facet.model.image.BadImageException;
import dev.facet.server.batching.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** The meters of one stage through which items go: its queue, its work, its losses. */
final class StageMetrics extends QueueMetrics {

  private final Timer work;
  private final DistributionSummary batchSize;
  private final Counter failed;

  StageMetrics(MeterRegistry meters, String stage, Tags tags) {
    super(meters, stage, tags);
    work = meters.timer(stage + ".time", tags);
    batchSize = meters.summary(stage + ".batch.size", tags);
    failed = meters.counter(stage + ".failed", tags);
  }

  @Override
  public void served(List<Caller> batch, Duration elapsed) {
    work.record(elapsed);
    batchSize.record(batch.size());
  }

  /** A bad image is its sender's fault, and no failure of this stage. */
  @Override
  public void failed(int size, Throwable cause) {
    if (!(cause instanceof BadImageException)) {
      failed.increment();
    }
  }
}
