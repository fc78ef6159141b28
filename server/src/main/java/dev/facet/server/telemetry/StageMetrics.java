package dev.facet.server.telemetry;

import dev.facet.server.batching.BatchListener;
import dev.facet.server.batching.DropReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of one stage through which items go: its queue, its work, its losses. */
final class StageMetrics implements BatchListener {

  private final Timer queue;
  private final Timer work;
  private final DistributionSummary batchSize;
  private final Counter failed;
  private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);

  StageMetrics(MeterRegistry meters, String stage, Tags tags) {
    queue = meters.timer(stage + ".queue", tags);
    work = meters.timer(stage + ".time", tags);
    batchSize = meters.summary(stage + ".batch.size", tags);
    failed = meters.counter(stage + ".failed", tags);
    for (DropReason reason : DropReason.values()) {
      String name = reason.name().toLowerCase(Locale.ROOT);
      dropped.put(reason, meters.counter(stage + ".dropped", tags.and("reason", name)));
    }
  }

  @Override
  public void dropped(DropReason reason) {
    Counter counter = dropped.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void taken(Duration queued) {
    queue.record(queued);
  }

  @Override
  public void served(int size, Duration elapsed) {
    work.record(elapsed);
    batchSize.record(size);
  }

  @Override
  public void failed(int size, Exception cause) {
    failed.increment();
  }
}
