package dev.facet.server.http;

import java.util.concurrent.atomic.AtomicReference;

/** Whether requests should be sent here. Thread-safe. */
final class Readiness {

  private enum Phase {
    STARTING,
    SERVING,
    DRAINING
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

  /** Requests are served from now on. */
  void serving() {
    phase.compareAndSet(Phase.STARTING, Phase.SERVING);
  }

  /** No more requests are taken, for good. */
  void draining() {
    phase.set(Phase.DRAINING);
  }

  /** 200 while requests are served, else 503; the line says which phase it is. */
  Reply reply() {
    Phase now = phase.get();
    return switch (now) {
      case STARTING -> Reply.text(503, "starting");
      case SERVING -> Reply.text(200, "serving");
      case DRAINING -> Reply.text(503, "draining");
    };
  }
}
