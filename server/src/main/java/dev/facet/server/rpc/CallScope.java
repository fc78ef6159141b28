package dev.facet.server.rpc;

import dev.facet.server.batching.Caller;
import dev.facet.server.batching.Urgency;
import dev.facet.v1.Priority;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call, to the parts that know no RPC: for each urgency a {@link Caller} with the call's
 * deadline, cancelled when the call ends. Thread-safe.
 */
final class CallScope {

  private final Caller interactive;
  private final Caller bulk;
  private final @Nullable ClientBudget budget;
  private volatile Runnable atEnd = () -> {};

  /**
   * The scope of the call that the current {@link Context} belongs to. Made in the service method,
   * since gRPC takes handlers only there.
   */
  CallScope(ServerCallStreamObserver<?> call, LongSupplier nanoTime) {
    budget = ClientBudget.current();
    Deadline deadline = Context.current().getDeadline();
    // Of this call, where it is traced.
    Span span = Span.current();
    interactive = caller(Urgency.INTERACTIVE, deadline, nanoTime).within(span);
    bulk = caller(Urgency.BULK, deadline, nanoTime).within(span);
    call.setOnCancelHandler(this::end);
    // Also where the server ends it, with items that wait.
    call.setOnCloseHandler(this::end);
  }

  /**
   * Takes images from the client's budget, all of them or none, before anything is done with them.
   */
  void take(int images) throws ClientLimitException {
    if (budget != null) {
      budget.take(images);
    }
  }

  /** What else to do when the call ends, perhaps twice; set in the service method. */
  void onEnd(Runnable action) {
    atEnd = action;
  }

  private void end() {
    interactive.cancel();
    bulk.cancel();
    atEnd.run();
  }

  /**
   * On whose behalf items wait.
   *
   * @param priority as requested
   * @param unspecified what an unset priority means
   */
  Caller caller(Priority priority, Urgency unspecified) throws InvalidRequestException {
    Urgency urgency =
        switch (priority) {
          case PRIORITY_UNSPECIFIED -> unspecified;
          case PRIORITY_INTERACTIVE -> Urgency.INTERACTIVE;
          case PRIORITY_BULK -> Urgency.BULK;
          case UNRECOGNIZED ->
              throw InvalidRequestException.field(
                  "priority", "unknown", "PRIORITY_INTERACTIVE or PRIORITY_BULK");
        };
    // No call is of background urgency, for somebody waits for each.
    return urgency == Urgency.INTERACTIVE ? interactive : bulk;
  }

  private static Caller caller(
      Urgency urgency, @Nullable Deadline deadline, LongSupplier nanoTime) {
    return deadline == null
        ? Caller.withoutDeadline(urgency)
        : Caller.withDeadline(
            urgency, nanoTime.getAsLong() + deadline.timeRemaining(TimeUnit.NANOSECONDS));
  }
}
