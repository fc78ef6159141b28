package dev.facet.server.telemetry;

import dev.facet.server.batching.BatchListener;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.DropReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of one place where items wait: how long they do, and which are given up. */
class QueueMetrics implements BatchListener {

  private final Timer queue;
  private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);

  QueueMetrics(MeterRegistry meters, String stage, Tags tags) {
    queue = meters.timer(stage + ".queue", tags);
    for (DropReason reason : DropReason.values()) {
      String name = reason.name().toLowerCase(Locale.ROOT);
      dropped.put(reason, meters.counter(stage + ".dropped", tags.and("reason", name)));
    }
  }

  @Override
  public final void dropped(DropReason reason) {
    Counter counter = dropped.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public final void taken(Caller caller, Duration queued) {
    queue.record(queued);
  }
}
