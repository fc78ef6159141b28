package dev.facet.server.telemetry;

import dev.facet.server.batching.BatchListener;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.DropReason;
import dev.facet.server.batching.Urgency;
import dev.facet.v1.EmbeddingServiceGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Prometheus is told by a server that has measured everything once. */
public final class MeasuredServer {

  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private MeasuredServer() {}

  /** All its metrics, as text. */
  public static String scrape() {
    try (PrometheusMeters prometheus = new PrometheusMeters()) {
      ServerMetrics metrics = new ServerMetrics(prometheus.registry());
      metrics.underWay(() -> 1);
      metrics.receiving(() -> 1);
      metrics.reserved(() -> 1);
      metrics.connected();
      metrics.connectionRefused("ALL");
      metrics.clientRefused("CLIENT_RATE", 1);
      metrics.available(() -> 1);
      metrics.served("face", () -> 1);
      metrics.rejected("face");
      metrics.live("face", 1);
      metrics.loaded("face");
      metrics.swapped("face", Duration.ofSeconds(1));
      metrics.swapFailed("face");
      Caller caller = Caller.withoutDeadline(Urgency.BULK);
      for (BatchListener stage :
          List.of(metrics.gate("face"), metrics.preprocessing(), metrics.inference("face"))) {
        stage.taken(caller, Duration.ofMillis(1));
        stage.served(List.of(caller), Duration.ofMillis(1));
        stage.failed(1, new IllegalStateException());
        stage.dropped(DropReason.CLOSED);
      }
      ShadowMetrics shadow = metrics.shadow("face");
      shadow.compared(1, Duration.ofMillis(1), Duration.ofMillis(1));
      shadow.failed();
      shadow.skipped();
      MetricCollectingServerInterceptor calls =
          new MetricCollectingServerInterceptor(prometheus.registry());
      calls.preregisterService(new HealthStatusManager().getHealthService());
      calls.preregisterService(new EmbeddingServiceGrpc.EmbeddingServiceImplBase() {});
      return afterACollection(prometheus);
    }
  }

  /** Of garbage; its pauses are a metric from the first one on, of which a listener is told. */
  private static String afterACollection(PrometheusMeters prometheus) {
    long start = System.nanoTime();
    System.gc();
    String scraped = prometheus.scrape();
    while (!scraped.contains("jvm_gc_pause_seconds_count")
        && System.nanoTime() - start < LONGEST_WAIT_NANOS) {
      Thread.onSpinWait();
      scraped = prometheus.scrape();
    }
    return scraped;
  }
}
