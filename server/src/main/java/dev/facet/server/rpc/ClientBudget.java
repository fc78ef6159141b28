package dev.facet.server.rpc;

import dev.facet.server.rpc.ClientLimitException.Reason;
import dev.facet.server.telemetry.ServerMetrics;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.grpc.Context;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one client may still ask for, over all its calls. Thread-safe. */
final class ClientBudget {

  private static final Context.Key<ClientBudget> KEY = Context.key("facet-budget");

  /** Time in which a call may have ended. */
  private static final Duration CALL_DELAY = Duration.ofMillis(100);

  private final int rate;
  private final int concurrency;
  private final @Nullable Bucket images;
  private final ServerMetrics metrics;
  private int calls;

  /**
   * A budget of which nothing is spent.
   *
   * @param rate images a second; 0: no limit
   * @param burst images at once, where there is a rate
   * @param concurrency calls under way; 0: no limit
   * @param metrics counts what is refused
   */
  ClientBudget(int rate, int burst, int concurrency, LongSupplier nanoTime, ServerMetrics metrics) {
    this.rate = rate;
    this.concurrency = concurrency;
    this.metrics = metrics;
    this.images = rate == 0 ? null : TokenBuckets.of(rate, burst, nanoTime);
  }

  /** The budget that calls in the current context are of; null: theirs has no limit. */
  static @Nullable ClientBudget current() {
    return KEY.get();
  }

  /** A context whose calls are of this budget. */
  Context context() {
    return Context.current().withValue(KEY, this);
  }

  /** Takes images, all of them or none. */
  void take(int count) throws ClientLimitException {
    if (images == null) {
      return;
    }
    ConsumptionProbe taken = images.tryConsumeAndReturnRemaining(count);
    if (!taken.isConsumed()) {
      metrics.clientRefused(Reason.CLIENT_RATE.name(), count);
      throw new ClientLimitException(
          Reason.CLIENT_RATE,
          "rate: above " + rate + " images a second (expected: at most limits.client-rate)",
          Duration.ofNanos(taken.getNanosToWaitForRefill()));
    }
  }

  /** A call begins; {@link #end} must follow. */
  synchronized void begin() throws ClientLimitException {
    if (concurrency != 0 && calls >= concurrency) {
      metrics.clientRefused(Reason.CLIENT_CONCURRENCY.name(), 1);
      throw new ClientLimitException(
          Reason.CLIENT_CONCURRENCY,
          "calls under way: "
              + calls
              + " (expected: fewer than limits.client-concurrency, "
              + concurrency
              + ", when another begins)",
          CALL_DELAY);
    }
    calls++;
  }

  /** A call has ended. */
  synchronized void end() {
    calls--;
  }
}
