package dev.facet.benchmarks.load;

import java.time.Duration;
import java.util.function.LongConsumer;

/** Sends a request whenever one was answered: as fast as the server can. */
public final class ClosedLoop {

  private ClosedLoop() {}

  /**
   * Sends on the calling thread for some time.
   *
   * @param inFlight most requests that are sent and not answered, at least 1
   * @param send sends a request, which the ledger then knows; gets the present moment
   * @return answers a second, as the ledger has them
   */
  public static double perSecond(
      int inFlight, Duration time, Ledger ledger, Timeline timeline, LongConsumer send)
      throws InterruptedException {
    long begin = timeline.nanoTime();
    long answeredBefore = ledger.counts().answered();
    for (long left = time.toNanos();
        left > 0 && ledger.awaitOpen(inFlight - 1, Duration.ofNanos(left));
        left = time.toNanos() - (timeline.nanoTime() - begin)) {
      send.accept(timeline.nanoTime());
    }
    double seconds = (timeline.nanoTime() - begin) / (double) Duration.ofSeconds(1).toNanos();
    return (ledger.counts().answered() - answeredBefore) / seconds;
  }
}
