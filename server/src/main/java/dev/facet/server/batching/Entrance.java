package dev.facet.server.batching;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The way into one model: a permit, so that it never has more under way than it may, then a place
 * behind its gate, so that nothing is prepared long before it is needed. Thread-safe.
 */
public final class Entrance {

  private final Admission admission;
  private final Gate gate;

  /** An entrance that nobody has passed. */
  public Entrance(Admission admission, Gate gate) {
    this.admission = admission;
    this.gate = gate;
  }

  /**
   * Admits an item, and works on it once it is its turn. Never waits.
   *
   * @param caller on whose behalf
   * @param bytes what the item holds until it is answered
   * @param work what to do with it, told how long it waited; it must be quick, and what it gives is
   *     what the item keeps its place and its permit for
   * @return completes as the work does, or with {@link DeadlineExpiredException} or {@link
   *     CallCancelledException}
   * @throws QueueFullException if it is refused: there is no room, or it would come too late
   */
  public <T> CompletableFuture<T> admit(
      Caller caller, long bytes, Function<Duration, CompletableFuture<T>> work)
      throws QueueFullException {
    if (caller.hasDeadline()) {
      gate.requireInTime(caller);
    }
    Admission.Permit permit =
        caller.urgency() == Urgency.INTERACTIVE
            ? admission.admitInteractive(bytes)
            : admission.admit(bytes);
    return enter(caller, work).whenComplete((done, failure) -> permit.release());
  }

  /**
   * Does the same for a part of an item that was admitted before, elsewhere.
   *
   * @see #admit
   */
  public <T> CompletableFuture<T> enter(
      Caller caller, Function<Duration, CompletableFuture<T>> work) {
    return gate.enter(caller)
        .thenCompose(
            waited -> work.apply(waited).whenComplete((done, failure) -> gate.leave(caller)));
  }

  /** Returns how many items hold a permit now. */
  public int items() {
    return admission.items();
  }
}
