package dev.facet.benchmarks.load;

import io.grpc.Status.Code;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests were sent and what came of them: each is to be answered once. Thread-safe.
 *
 * <p>INVARIANT: every request that was sent is open, answered or failed, and nothing of it twice.
 */
public final class Ledger {

  private final Map<Long, Request> open = new HashMap<>();
  private final Map<Code, Long> errors = new EnumMap<>(Code.class);
  private long sent;
  private long answered;
  private long duplicates;
  private long unknown;

  /**
   * A request.
   *
   * @param image which of the images it has
   * @param intended moment at which it was to be sent, in nanoseconds
   */
  public record Request(int image, long intended) {}

  /**
   * What came of all requests up to now.
   *
   * @param sent requests
   * @param answered those that got an embedding
   * @param open those that got nothing yet; lost, once nothing more can come
   * @param duplicates answers to requests that were answered before
   * @param unknown answers to requests that were never sent
   * @param errors answers that are errors, and calls that ended with one, by code
   */
  public record Counts(
      long sent, long answered, long open, long duplicates, long unknown, Map<Code, Long> errors) {

    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, Map.of());

    /** These and others together. */
    public Counts plus(Counts other) {
      Map<Code, Long> both = new EnumMap<>(Code.class);
      both.putAll(errors);
      other.errors.forEach((code, count) -> both.merge(code, count, Long::sum));
      return new Counts(
          sent + other.sent,
          answered + other.answered,
          open + other.open,
          duplicates + other.duplicates,
          unknown + other.unknown,
          both);
    }
  }

  /**
   * Takes up a request that is about to be sent.
   *
   * @return its id, unique in this ledger
   */
  public synchronized String open(Request request) {
    long id = sent++;
    open.put(id, request);
    return Long.toString(id);
  }

  /**
   * An embedding came.
   *
   * @param id of the request that it answers, as the server says
   * @return the request; empty if there is none of that id that still waits
   */
  public synchronized Optional<Request> answered(String id) {
    Optional<Request> request = close(id);
    if (request.isPresent()) {
      answered++;
    }
    return request;
  }

  /** An error came as the answer of a request. */
  public synchronized void failed(String id, Code code) {
    if (close(id).isPresent()) {
      callFailed(code);
    }
  }

  /** A call that carries many requests ended with an error; they stay open. */
  public synchronized void callFailed(Code code) {
    errors.merge(code, 1L, Long::sum);
  }

  private Optional<Request> close(String id) {
    Optional<Long> number = number(id);
    Optional<Request> request = number.map(open::remove);
    if (request.isPresent()) {
      notifyAll();
    } else if (number.isPresent() && number.get() >= 0 && number.get() < sent) {
      duplicates++;
    } else {
      unknown++;
    }
    return request;
  }

  private static Optional<Long> number(String id) {
    try {
      return Optional.of(Long.valueOf(id));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Waits until at most so many requests are open.
   *
   * @param bound longest wait
   * @return whether it came to that
   */
  public synchronized boolean awaitOpen(int most, Duration bound) throws InterruptedException {
    long begin = System.nanoTime();
    while (open.size() > most) {
      long left = bound.toNanos() - (System.nanoTime() - begin);
      if (left <= 0) {
        return false;
      }
      // Rounded up: 0 would be for ever.
      wait(left / 1_000_000 + 1);
    }
    return true;
  }

  /** What came of all requests up to now. */
  public synchronized Counts counts() {
    return new Counts(sent, answered, open.size(), duplicates, unknown, Map.copyOf(errors));
  }
}
