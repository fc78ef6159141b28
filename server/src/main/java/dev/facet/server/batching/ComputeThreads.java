package dev.facet.server.batching;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/**
 * Makes threads that compute. On Linux they are nice to all others: the threads that read and
 * answer connections need a processor for microseconds, and get one at once, however many faces are
 * being computed. Elsewhere a thread cannot be nice by itself, and these are not.
 *
 * <p>They are daemons, which do not keep a process alive that forgot them.
 */
final class ComputeThreads {

  /**
   * Added to the niceness of the process: a third of the share of a thread that is not nice. Under
   * a flood of requests that must be refused the rest still computes.
   */
  static final int NICENESS = 5;

  private ComputeThreads() {}

  static Thread create(String name, Runnable task) {
    Thread thread =
        new Thread(
            () -> {
              beNice();
              task.run();
            },
            name);
    thread.setDaemon(true);
    return thread;
  }

  /** Linux counts niceness by threads, and lets everyone be nicer. */
  private static void beNice() {
    if (Platform.isLinux()) {
      Function.getFunction(Platform.C_LIBRARY_NAME, "nice").invokeInt(new Object[] {NICENESS});
    }
  }
}
