package dev.facet.server.telemetry;

import dev.facet.server.batching.BatchListener;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The server's meters, and the spans of calls that are traced.
 *
 * <ul>
 *   <li>{@code grpc.server.*}: requests, responses and durations by method and status code, as
 *       Micrometer's own interceptor names them
 *   <li>{@code facet.calls}: calls under way, open streams included
 *   <li>{@code facet.connections}: open connections; {@code facet.connections.refused} by {@code
 *       reason}, {@code ALL} (there were too many) or {@code ADDRESS} (too many of one address)
 *   <li>{@code facet.receiving}: bytes of messages of which only a part has come; {@code
 *       facet.receiving.refused}: calls that were ended since that was too much
 *   <li>{@code facet.client.refused} by {@code reason}, {@code CLIENT_RATE} (images, and calls
 *       without one) or {@code CLIENT_CONCURRENCY} (calls): refused since the client asked for more
 *       than it may
 *   <li>{@code facet.gate.*} by {@code model}, of items that wait before any work is done for them:
 *       {@code queue} (a timer) and {@code dropped} by {@code reason} (counters)
 *   <li>{@code facet.preprocess.*} and {@code facet.inference.*} (the latter by {@code model}):
 *       {@code queue} and {@code time} (timers), {@code batch.size} (a summary), {@code failed} and
 *       {@code dropped} by {@code reason} (counters)
 *   <li>{@code facet.rejected} by {@code model}: items refused, since the queue was full or they
 *       would have come too late
 *   <li>{@code facet.admitted} by {@code model}: items accepted and not yet answered
 *   <li>{@code facet.live.version} by {@code model}
 *   <li>{@code facet.swaps} by {@code model} and {@code outcome}, {@code succeeded} or {@code
 *       failed}; {@code facet.swap.time} by {@code model}: from the request until a version is live
 *   <li>{@code facet.loaded.versions} by {@code model}: versions in memory, also those that drain
 *   <li>{@code facet.memory.reserved}: bytes that all loaded versions are estimated to take; {@code
 *       facet.memory.available}: bytes that the process may still take
 *   <li>{@code facet.shadow.*} by {@code model}, of the faces that a shadow embeds again: {@code
 *       agreement} (a summary of cosines to the live version, times 10,000), {@code queue} and
 *       {@code time} (timers), {@code failed} and {@code skipped} (counters). Those that a shadow
 *       preprocesses count in {@code facet.preprocess.*} too
 * </ul>
 *
 * <p>A traced call has a span by OpenTelemetry's conventions for RPCs, and under it, for each of
 * its items: {@code gate.queue}, {@code preprocess.queue}, {@code preprocess}, {@code
 * inference.queue}, {@code inference}.
 *
 * <p>Thread-safe.
 */
public final class ServerMetrics {

  private static final String SUCCEEDED = "succeeded";

  private static final String FAILED = "failed";

  private final MeterRegistry meters;
  private final Traces traces;
  private final AtomicLong connections = new AtomicLong();
  private final Counter receivingRefused;
  private final Map<String, AtomicLong> liveVersions = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> loadedVersions = new ConcurrentHashMap<>();

  /** Meters in the given registry, which stays the caller's, and no spans. */
  public ServerMetrics(MeterRegistry meters) {
    this(meters, OpenTelemetry.noop());
  }

  /**
   * Meters and spans.
   *
   * @param meters stays the caller's
   * @param telemetry takes the spans, and knows traces that clients began; stays the caller's
   */
  public ServerMetrics(MeterRegistry meters, OpenTelemetry telemetry) {
    this.meters = meters;
    this.traces = new Traces(telemetry);
    gauge("facet.connections", connections::get).register(meters);
    receivingRefused = meters.counter("facet.receiving.refused");
  }

  /** Measures every call. */
  public ServerInterceptor calls() {
    return new MetricCollectingServerInterceptor(meters);
  }

  /** Makes a span of every call that is traced; empty where none is. */
  public Optional<ServerInterceptor> traces() {
    return traces.calls();
  }

  /**
   * Calls come and go from now on.
   *
   * @param underWay tells how many have begun and not ended
   */
  public void underWay(LongSupplier underWay) {
    gauge("facet.calls", underWay).register(meters);
  }

  /** A connection was taken. */
  public void connected() {
    connections.incrementAndGet();
  }

  /** A connection that was taken has ended. */
  public void disconnected() {
    connections.decrementAndGet();
  }

  /**
   * A connection was closed as it came.
   *
   * @param reason of what there were too many
   */
  public void connectionRefused(String reason) {
    meters.counter("facet.connections.refused", "reason", reason).increment();
  }

  /**
   * Messages are received in part from now on.
   *
   * @param bytes tells how many bytes of messages have come whose rest has not
   */
  public void receiving(LongSupplier bytes) {
    gauge("facet.receiving", bytes).baseUnit(BaseUnits.BYTES).register(meters);
  }

  /** A call was ended, since too much of what has come is of messages whose rest has not. */
  public void receivingRefused() {
    receivingRefused.increment();
  }

  /**
   * A client asked for more than it may.
   *
   * @param reason the status's
   * @param count how much was refused: images, or calls
   */
  public void clientRefused(String reason, int count) {
    meters.counter("facet.client.refused", "reason", reason).increment(count);
  }

  /** Measures the gate at which items of a model wait, in all its versions. */
  public BatchListener gate(String model) {
    return traces.of("gate", new QueueMetrics(meters, "facet.gate", Tags.of("model", model)));
  }

  /** Measures decoding and aligning, of all models together. */
  public BatchListener preprocessing() {
    return traces.of("preprocess", new StageMetrics(meters, "facet.preprocess", Tags.empty()));
  }

  /** Measures the engine's batches for all versions of a model. */
  public BatchListener inference(String model) {
    return traces.of(
        "inference", new StageMetrics(meters, "facet.inference", Tags.of("model", model)));
  }

  /** An item was refused since the model's queue was full. */
  public void rejected(String model) {
    rejections(model).increment();
  }

  /**
   * A model is served from now on.
   *
   * @param admitted tells how many of its items are accepted and not yet answered
   */
  public void served(String model, LongSupplier admitted) {
    gauge("facet.admitted", admitted).tag("model", model).register(meters);
    // From 0, so that the first of each is a change that can be seen.
    rejections(model);
    swaps(model, SUCCEEDED);
    swaps(model, FAILED);
    swapTime(model);
  }

  /** A version of a model is live from now on. */
  public void live(String model, long version) {
    gauge(liveVersions, "facet.live.version", model).set(version);
  }

  /** A version of a model is in memory from now on. */
  public void loaded(String model) {
    gauge(loadedVersions, "facet.loaded.versions", model).incrementAndGet();
  }

  /** A version of a model has left the memory. */
  public void freed(String model) {
    gauge(loadedVersions, "facet.loaded.versions", model).decrementAndGet();
  }

  /**
   * Another version of a model was made live.
   *
   * @param elapsed since it was asked for
   */
  public void swapped(String model, Duration elapsed) {
    swaps(model, SUCCEEDED).increment();
    swapTime(model).record(elapsed);
  }

  /** Another version of a model was to be made live, and was not. */
  public void swapFailed(String model) {
    swaps(model, FAILED).increment();
  }

  /**
   * Memory is reserved from now on.
   *
   * @param bytes tells how much is
   */
  public void reserved(LongSupplier bytes) {
    gauge("facet.memory.reserved", bytes).baseUnit(BaseUnits.BYTES).register(meters);
  }

  /**
   * Memory is left from now on.
   *
   * @param bytes tells how much; NaN: not known
   */
  public void available(DoubleSupplier bytes) {
    Gauge.builder("facet.memory.available", bytes, DoubleSupplier::getAsDouble)
        .strongReference(true)
        .baseUnit(BaseUnits.BYTES)
        .register(meters);
  }

  /** Measures the shadows of a model, of which there is one at a time. */
  public ShadowMetrics shadow(String model) {
    return new ShadowMetrics(meters, model);
  }

  private Counter rejections(String model) {
    return meters.counter("facet.rejected", "model", model);
  }

  private Timer swapTime(String model) {
    return meters.timer("facet.swap.time", "model", model);
  }

  private Counter swaps(String model, String outcome) {
    return meters.counter("facet.swaps", "model", model, "outcome", outcome);
  }

  /** Strong: the registry would else forget the supplier, which nothing but the gauge holds. */
  private static Gauge.Builder<LongSupplier> gauge(String name, LongSupplier value) {
    return Gauge.builder(name, value, LongSupplier::getAsLong).strongReference(true);
  }

  private AtomicLong gauge(Map<String, AtomicLong> values, String name, String model) {
    return values.computeIfAbsent(
        model, added -> meters.gauge(name, Tags.of("model", added), new AtomicLong()));
  }
}
