package dev.facet.client;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a stream is taken up again that has faces to be answered, and when it is given up: after its
 * patience without an answer, or, if nothing was ever answered, after a few attempts, since the
 * server may well be a wrong one. Not thread-safe.
 */
final class Resumption {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final int maxAttempts;
  private final long patienceNanos;
  private final RandomGenerator random;
  private long lastSignNanos;
  private boolean answered;
  private int attempts;
  private Duration pause = FIRST_PAUSE;

  /**
   * The resumption of a stream.
   *
   * @param maxAttempts how often a server that never answered is tried, the first time included, 1
   *     or more; 1: nothing is ever taken up again
   * @param patience how long faces may wait without any answer
   * @param random draws the pauses, so that not all clients of a server come back at once
   */
  Resumption(int maxAttempts, Duration patience, RandomGenerator random) {
    this.maxAttempts = maxAttempts;
    this.patienceNanos = patience.toNanos();
    this.random = random;
  }

  /** Faces wait from now on, where none did before. */
  void waits(long now) {
    lastSignNanos = now;
    attempts = 0;
    pause = FIRST_PAUSE;
  }

  /** The server answered. */
  void answered(long now) {
    waits(now);
    answered = true;
  }

  /** How long nothing has been answered while faces wait. */
  Duration silence(long now) {
    return Duration.ofNanos(now - lastSignNanos);
  }

  /** Whether faces have waited as long as they may. */
  boolean isOver(long now) {
    return now - lastSignNanos >= patienceNanos;
  }

  /**
   * A call broke while faces waited.
   *
   * @return how long to wait before the next, or nothing: the stream is given up
   */
  Optional<Duration> next(long now) {
    attempts++;
    if (maxAttempts == 1 || isOver(now) || (!answered && attempts >= maxAttempts)) {
      return Optional.empty();
    }
    long half = pause.toNanos() / 2;
    Duration drawn = Duration.ofNanos(half + random.nextLong(half));
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    return Optional.of(drawn);
  }
}
