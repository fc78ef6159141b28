package dev.facet.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Takes SIGTERM and SIGINT as requests to come to an orderly end, from its making until it is
 * closed. The first is kept for {@link #received}; the next ends the process at once.
 *
 * <p>Not a shutdown hook: in one the Java platform is shutting down already, does not say which
 * signal it was, and refuses what a run still has to do.
 */
final class StopSignals implements AutoCloseable {
  private final Map<Signal, SignalHandler> replaced = new LinkedHashMap<>();
  private volatile @Nullable Signal received;

  /** Begins to take signals; those that the process was told to ignore stay ignored. */
  StopSignals() {
    for (String name : List.of("TERM", "INT")) {
      Signal signal = new Signal(name);
      replaced.put(signal, Signal.handle(signal, this::receive));
    }
  }

  private void receive(Signal signal) {
    received = signal;
    // From here on the signals do what they did before.
    close();
  }

  /** Whether one was received. Thread-safe. */
  boolean received() {
    return received != null;
  }

  /** What a shell calls the signal that was received, such as {@code SIGTERM}. */
  String name() {
    return "SIG" + first().getName();
  }

  /** The exit code that says that the signal ended the process, such as 143. */
  int exitCode() {
    return 128 + first().getNumber();
  }

  private Signal first() {
    Signal signal = received;
    if (signal == null) {
      throw new IllegalStateException("no signal was received");
    }
    return signal;
  }

  @Override
  public synchronized void close() {
    replaced.forEach(Signal::handle);
    replaced.clear();
  }
}
