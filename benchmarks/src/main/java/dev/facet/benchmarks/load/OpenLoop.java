package dev.facet.benchmarks.load;

import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Sends requests at the times that were set, whatever becomes of earlier ones. Who counts latencies
 * from these times sees a server that stalls as all its callers do: a driver that waits for answers
 * would send less meanwhile, and leave out the worst of it (coordinated omission).
 */
public final class OpenLoop {

  private OpenLoop() {}

  /**
   * Sends on the calling thread until it is enough.
   *
   * @param arrivals the times
   * @param goesOn whether the request of such an offset in nanoseconds from the begin is still sent
   * @param send sends a request and waits for nothing; gets the moment at which it was to be sent.
   *     One that is late, since an earlier one took long, is sent at once.
   */
  public static void run(
      Arrivals arrivals, Timeline timeline, LongPredicate goesOn, LongConsumer send)
      throws InterruptedException {
    long begin = timeline.nanoTime();
    for (long offset = arrivals.next(); goesOn.test(offset); offset = arrivals.next()) {
      timeline.await(begin + offset);
      send.accept(begin + offset);
    }
  }
}
