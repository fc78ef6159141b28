package dev.facet.cli;

import dev.facet.server.config.TracesConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;

/**
 * Where a server's spans go: what OpenTelemetry's own variables of the environment say, such as
 * {@code OTEL_EXPORTER_OTLP_ENDPOINT} and {@code OTEL_TRACES_SAMPLER}. Closing it sends what is
 * left.
 *
 * @param telemetry takes the spans
 */
record Tracing(OpenTelemetry telemetry) implements AutoCloseable {

  /**
   * Metrics are scraped and the log is on stderr; spans go by HTTP, which needs no more than the
   * JDK.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "facet",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.exporter.otlp.protocol", "http/protobuf");

  /** Starts it, where it is wanted. */
  static Tracing of(TracesConfig config) {
    return new Tracing(
        config.enabled()
            ? AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> DEFAULTS)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk()
            : OpenTelemetry.noop());
  }

  @Override
  public void close() {
    if (telemetry instanceof OpenTelemetrySdk sdk) {
      sdk.close();
    }
  }
}
