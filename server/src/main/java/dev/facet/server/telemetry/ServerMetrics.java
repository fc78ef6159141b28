package dev.facet.server.telemetry;

import dev.facet.server.batching.BatchListener;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The server's meters.
 *
 * <ul>
 *   <li>{@code grpc.server.*}: requests, responses and durations by method and status code, as
 *       Micrometer's own interceptor names them
 *   <li>{@code facet.preprocess.*} and {@code facet.inference.*} (the latter by {@code model}):
 *       {@code queue} and {@code time} (timers), {@code batch.size} (a summary), {@code failed} and
 *       {@code dropped} by {@code reason} (counters)
 *   <li>{@code facet.rejected} by {@code model}: items refused since the queue was full
 *   <li>{@code facet.admitted} by {@code model}: items accepted and not yet answered
 *   <li>{@code facet.live.version} by {@code model}
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class ServerMetrics {

  private final MeterRegistry meters;
  private final Map<String, AtomicLong> liveVersions = new ConcurrentHashMap<>();

  /** Meters in the given registry, which stays the caller's. */
  public ServerMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Measures every call. */
  public ServerInterceptor calls() {
    return new MetricCollectingServerInterceptor(meters);
  }

  /** Measures decoding and aligning, of all models together. */
  public BatchListener preprocessing() {
    return new StageMetrics(meters, "facet.preprocess", Tags.empty());
  }

  /** Measures the engine's batches for all versions of a model. */
  public BatchListener inference(String model) {
    return new StageMetrics(meters, "facet.inference", Tags.of("model", model));
  }

  /** An item was refused since the model's queue was full. */
  public void rejected(String model) {
    meters.counter("facet.rejected", "model", model).increment();
  }

  /**
   * A model is served from now on.
   *
   * @param admitted tells how many of its items are accepted and not yet answered
   */
  public void served(String model, LongSupplier admitted) {
    // Strong: the registry would else forget the supplier, which nothing but the gauge holds.
    Gauge.builder("facet.admitted", admitted, LongSupplier::getAsLong)
        .tag("model", model)
        .strongReference(true)
        .register(meters);
  }

  /** A version of a model is live from now on. */
  public void live(String model, long version) {
    liveVersions
        .computeIfAbsent(
            model,
            name -> meters.gauge("facet.live.version", Tags.of("model", name), new AtomicLong()))
        .set(version);
  }
}
