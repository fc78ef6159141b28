package dev.facet.server.batching;

import io.opentelemetry.api.trace.Span;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One call or stream, on whose behalf items wait: the unit of fairness, of deadline and of
 * cancellation.
 *
 * <p>Each call has a caller of its own, compared by identity, which may have items in several
 * queues. Thread-safe.
 */
public final class Caller {
  private final Urgency urgency;
  private final OptionalLong deadlineNanos;
  private final Span span;
  private volatile boolean cancelled;

  private Caller(Urgency urgency, OptionalLong deadlineNanos, Span span) {
    this.urgency = urgency;
    this.deadlineNanos = deadlineNanos;
    this.span = span;
  }

  /** Returns a new caller that waits as long as it takes. */
  public static Caller withoutDeadline(Urgency urgency) {
    return new Caller(urgency, OptionalLong.empty(), Span.getInvalid());
  }

  /**
   * Returns a new caller with a deadline.
   *
   * @param urgency of all its items
   * @param deadlineNanos when its items are no longer wanted, in nanoseconds of the clock that the
   *     {@link Batcher} or {@link FairPool} reads, at most 292 years from now
   */
  public static Caller withDeadline(Urgency urgency, long deadlineNanos) {
    return new Caller(urgency, OptionalLong.of(deadlineNanos), Span.getInvalid());
  }

  /** Returns another caller like this one, whose items belong to a trace. */
  public Caller within(Span parent) {
    return new Caller(urgency, deadlineNanos, parent);
  }

  /**
   * Returns what the spans of its items belong under; one that is not valid where there is no
   * trace.
   */
  public Span span() {
    return span;
  }

  /** Returns how urgent all items of this caller are. */
  public Urgency urgency() {
    return urgency;
  }

  /**
   * Gives up all items that wait: each is dropped when its turn comes, before its work begins. What
   * a worker has begun is finished. Idempotent.
   */
  public void cancel() {
    cancelled = true;
  }

  /** Tells whether {@link #cancel} was called. */
  public boolean isCancelled() {
    return cancelled;
  }

  /** Tells whether this caller waits only until some moment. */
  public boolean hasDeadline() {
    return deadlineNanos.isPresent();
  }

  /** Tells whether an item that takes so long from now is done by the deadline. */
  boolean canWait(long nowNanos, long nanos) {
    return deadlineNanos.isEmpty() || deadlineNanos.getAsLong() - nowNanos >= nanos;
  }

  /**
   * Returns why this caller's items are no longer wanted at {@code nowNanos}, or null where they
   * are. The deadline comes first, since an RPC stack cancels a call because its deadline passed.
   */
  @Nullable DropReason dropReason(long nowNanos) {
    if (deadlineNanos.isPresent() && nowNanos - deadlineNanos.getAsLong() >= 0) {
      return DropReason.DEADLINE;
    }
    return cancelled ? DropReason.CANCELLED : null;
  }
}
