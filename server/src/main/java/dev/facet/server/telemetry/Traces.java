package dev.facet.server.telemetry;

import dev.facet.server.batching.BatchListener;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.DropReason;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes spans of what items do, once it is done: waiting is known by its end, and most calls are
 * not traced. Thread-safe.
 */
final class Traces {

  private static final String SCOPE = "dev.facet.server";

  private final OpenTelemetry telemetry;
  private final Tracer tracer;

  Traces(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
    this.tracer = telemetry.getTracer(SCOPE);
  }

  /** Makes the spans of calls; empty where nobody takes them. */
  Optional<ServerInterceptor> calls() {
    return enabled()
        ? Optional.of(GrpcTelemetry.create(telemetry).createServerInterceptor())
        : Optional.empty();
  }

  /** Makes spans of a stage, and tells another listener as well. */
  BatchListener of(String stage, BatchListener next) {
    return enabled() ? new Traced(stage, next) : next;
  }

  private boolean enabled() {
    return telemetry != OpenTelemetry.noop();
  }

  private void waited(String name, Caller caller, Duration duration) {
    if (isTraced(caller)) {
      Instant end = Instant.now();
      begin(name, caller.span(), end.minus(duration)).startSpan().end(end);
    }
  }

  /**
   * A batch has a span under the first call that is traced, with links to the calls of its other
   * items; each of these has one of its own, with a link to the batch.
   */
  private void ran(String name, List<Caller> batch, Duration duration) {
    List<Span> calls =
        batch.stream().filter(Traces::isTraced).map(Caller::span).distinct().toList();
    if (calls.isEmpty()) {
      return;
    }
    Instant end = Instant.now();
    Instant start = end.minus(duration);
    List<Span> others = calls.subList(1, calls.size());
    SpanBuilder builder =
        begin(name, calls.get(0), start).setAttribute("facet.batch.size", batch.size());
    others.forEach(call -> builder.addLink(call.getSpanContext()));
    Span first = builder.startSpan();
    first.end(end);
    SpanContext shared = first.getSpanContext();
    for (Span call : others) {
      begin(name, call, start)
          .setAttribute("facet.batch.size", batch.size())
          .addLink(shared)
          .startSpan()
          .end(end);
    }
  }

  private SpanBuilder begin(String name, Span parent, Instant start) {
    return tracer.spanBuilder(name).setParent(Context.root().with(parent)).setStartTimestamp(start);
  }

  private static boolean isTraced(Caller caller) {
    return caller.span().getSpanContext().isSampled();
  }

  private final class Traced implements BatchListener {

    private final String stage;
    private final BatchListener next;

    Traced(String stage, BatchListener next) {
      this.stage = stage;
      this.next = next;
    }

    @Override
    public void dropped(DropReason reason) {
      next.dropped(reason);
    }

    @Override
    public void taken(Caller caller, Duration queued) {
      next.taken(caller, queued);
      waited(stage + ".queue", caller, queued);
    }

    @Override
    public void served(List<Caller> batch, Duration elapsed) {
      next.served(batch, elapsed);
      ran(stage, batch, elapsed);
    }

    @Override
    public void failed(int batchSize, Throwable cause) {
      next.failed(batchSize, cause);
    }
  }
}
