package dev.facet.server.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;

/**
 * Meters as Prometheus reads them, with buckets, and with what the process takes: heap and native
 * memory, threads, handles, processor time, garbage collection. Thread-safe.
 */
public final class PrometheusMeters implements AutoCloseable {

  /** The text format of Prometheus, version 0.0.4. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** No meters yet but those of the process. */
  public PrometheusMeters() {
    registry.config().meterFilter(new Buckets());
    ProcessMetrics.builder().register(registry.getPrometheusRegistry());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Takes measurements. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All meters, in {@link #CONTENT_TYPE}. */
  public String scrape() {
    return registry.scrape(CONTENT_TYPE);
  }

  /** Measures no more. */
  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
