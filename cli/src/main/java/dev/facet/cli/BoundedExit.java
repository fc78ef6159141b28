package dev.facet.cli;

import dev.facet.server.FacetServer;
import java.time.Duration;

/**
 * Ends the process within a bound. The engine's library registers a shutdown hook that waits for
 * the engine; where that hangs, the process would ignore even SIGTERM.
 */
final class BoundedExit {
  /** What the JVM's shutdown hooks, or closing a drained server, may take. */
  static final Duration BOUND = Duration.ofSeconds(10);

  private BoundedExit() {}

  /** Exits with the given status, whether or not the shutdown hooks come to an end. */
  static void exit(int status) {
    haltAfter(BOUND, status);
    System.exit(status);
  }

  /**
   * Makes SIGTERM and SIGINT stop the server, send what is left of traces, and then end the process
   * with 0, in any case once the grace period and a bound are over.
   */
  static void stopOnSignal(FacetServer server, Tracing tracing, Duration gracePeriod) {
    Runnable stop =
        () -> {
          haltAfter(gracePeriod.plus(BOUND), 1);
          server.shutdown();
          tracing.close();
          // Not left to the JVM: it would wait for the engine's hook and end with 143.
          Runtime.getRuntime().halt(0);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop-on-signal"));
  }

  private static void haltAfter(Duration bound, int status) {
    Runnable halt =
        () -> {
          try {
            Thread.sleep(bound.toMillis());
          } catch (InterruptedException e) {
            // Nobody interrupts this thread; halting early would be the lesser evil.
          }
          Runtime.getRuntime().halt(status);
        };
    Thread watchdog = new Thread(halt, "bounded-exit");
    watchdog.setDaemon(true);
    watchdog.start();
  }
}
