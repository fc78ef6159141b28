package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.client.fixture.FakeServer;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That gRPC's own telemetry can be set, as the guide says. */
@Timeout(60)
class OpenTelemetryTest {

  @Test
  void calls_areCountedByGrpcsOwnTelemetry() throws Exception {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build();
    GrpcOpenTelemetry telemetry = GrpcOpenTelemetry.newBuilder().sdk(sdk).build();
    try (FakeServer server = FakeServer.start();
        FacetClient client =
            FacetClient.builder(server.address())
                .plaintext()
                .configureChannel(telemetry::configureChannelBuilder)
                .build()) {
      for (int i = 0; i < 3; i++) {
        client.embed(FaceImage.of(new byte[] {1, 2, 3}));
      }
      long calls =
          reader.collectAllMetrics().stream()
              .filter(metric -> metric.getName().equals("grpc.client.attempt.started"))
              .flatMap(metric -> metric.getLongSumData().getPoints().stream())
              .mapToLong(LongPointData::getValue)
              .sum();
      assertEquals(3, calls);
    } finally {
      sdk.close();
    }
  }
}
