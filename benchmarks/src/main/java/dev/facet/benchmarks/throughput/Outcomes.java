package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.load.Latencies;
import dev.facet.benchmarks.load.Percentiles;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What came of requests, of those that were to be sent within a window of time. Thread-safe. */
final class Outcomes implements Answers {

  private final LongSupplier nanoTime;
  private final Latencies answered = new Latencies();
  private final Latencies refused = new Latencies();
  private final Map<Code, LongAdder> codes = new ConcurrentHashMap<>();
  private final LongAdder embeddings = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicLong open = new AtomicLong();
  private volatile Window window = new Window(0, 0);

  private record Window(long from, long length) {
    private boolean has(long moment) {
      long since = moment - from;
      return since >= 0 && since < length;
    }
  }

  /**
   * Before any request.
   *
   * @param nanoTime tells the moment of an answer
   */
  Outcomes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Requests that are to be sent from a moment on count, until {@link #countUntil}. */
  void countFrom(long moment) {
    window = new Window(moment, Long.MAX_VALUE);
  }

  /** Requests that are to be sent at a moment or later do not count. */
  void countUntil(long moment) {
    window = new Window(window.from(), moment - window.from());
  }

  /** A request is about to be sent. */
  void sent() {
    open.incrementAndGet();
  }

  @Override
  public void answered(long intended) {
    embeddings.increment();
    came(intended, Code.OK);
  }

  @Override
  public void failed(long intended, Code code) {
    failures.increment();
    came(intended, code);
  }

  private void came(long intended, Code code) {
    if (window.has(intended)) {
      long latency = nanoTime.getAsLong() - intended;
      codes.computeIfAbsent(code, added -> new LongAdder()).increment();
      if (code == Code.OK) {
        answered.record(latency);
      } else if (code == Code.RESOURCE_EXHAUSTED) {
        refused.record(latency);
      }
    }
    if (open.decrementAndGet() == 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Embeddings that came up to now, of all requests. */
  long embeddings() {
    return embeddings.sum();
  }

  /** Errors that came up to now, of all requests. */
  long failures() {
    return failures.sum();
  }

  /**
   * Waits until nothing is open.
   *
   * @param bound longest wait
   * @return requests that are open still
   */
  synchronized long awaitAll(Duration bound) throws InterruptedException {
    long begin = nanoTime.getAsLong();
    while (open.get() > 0) {
      long left = bound.toNanos() - (nanoTime.getAsLong() - begin);
      if (left <= 0) {
        break;
      }
      // Rounded up: 0 would be for ever.
      wait(left / 1_000_000 + 1);
    }
    return open.get();
  }

  /** How many of the requests that count ended so, without codes that none did. */
  Map<Code, Long> counts() {
    Map<Code, Long> counts = new EnumMap<>(Code.class);
    codes.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }

  /** How long embeddings took, of the requests that count. */
  Percentiles answerTimes() {
    return Percentiles.of(answered.all());
  }

  /** How long RESOURCE_EXHAUSTED took, of the requests that count. */
  Percentiles refusalTimes() {
    return Percentiles.of(refused.all());
  }
}
