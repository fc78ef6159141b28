package dev.facet.benchmarks.soak;

import java.time.Duration;
import java.util.List;

/** Clients of one habit. One thread sends and ends. */
interface Party {

  /**
   * Does once what these clients do; waits for nothing.
   *
   * @param intended moment at which it is to be done, in nanoseconds
   */
  void send(long intended);

  /**
   * Sends nothing more, and waits for the last answers.
   *
   * @param bound longest wait; what has not come by then does not come
   */
  void end(Duration bound) throws InterruptedException;

  /** What they sent and got. */
  List<Account> accounts();
}
