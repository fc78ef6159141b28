package dev.facet.server.telemetry;

import dev.facet.server.batching.BatchListener;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.DropReason;
import dev.facet.server.batching.Urgency;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import java.time.Duration;
import java.util.List;

/** What Prometheus is told by a server that has measured everything once. */
public final class MeasuredServer {

  private MeasuredServer() {}

  /** All its metrics, as text. */
  public static String scrape() {
    try (PrometheusMeters prometheus = new PrometheusMeters()) {
      ServerMetrics metrics = new ServerMetrics(prometheus.registry());
      metrics.underWay(() -> 1);
      metrics.reserved(() -> 1);
      metrics.connected();
      metrics.connectionRefused("ALL");
      metrics.clientRefused("CLIENT_RATE", 1);
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
      new MetricCollectingServerInterceptor(prometheus.registry())
          .preregisterService(new HealthStatusManager().getHealthService());
      return prometheus.scrape();
    }
  }
}
