package dev.facet.cli;

import java.util.EnumMap;
import java.util.Map;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Takes SIGTERM and SIGINT as requests to come to an orderly end, from its making until it is
 * closed. The first is kept for {@link #received}; the next ends the process at once.
 *
 * <p>Not a shutdown hook: in one the Java platform is shutting down already, does not say which
 * signal it was, and refuses what a run still has to do.
 */
final class StopSignals implements AutoCloseable {

  private enum Kind {
    TERM(15),
    INT(2);

    /** By POSIX. */
    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /** What was there before, for each that is taken. */
  private final Map<Kind, Object> replaced = new EnumMap<>(Kind.class);

  private volatile @Nullable Kind received;

  /** Begins to take signals. */
  StopSignals() {
    for (Kind kind : Kind.values()) {
      Object before = Signals.register(kind.name(), () -> receive(kind));
      if (before != null) {
        replaced.put(kind, before);
      }
    }
  }

  private void receive(Kind kind) {
    received = kind;
    // From here on the signals do what they did before.
    close();
  }

  /** Whether one was received. Thread-safe. */
  boolean received() {
    return received != null;
  }

  /** What a shell calls the signal that was received, such as {@code SIGTERM}. */
  String name() {
    return "SIG" + first().name();
  }

  /** The exit code that says that the signal ended the process, such as 143. */
  int exitCode() {
    return 128 + first().number;
  }

  private Kind first() {
    Kind kind = received;
    if (kind == null) {
      throw new IllegalStateException("no signal was received");
    }
    return kind;
  }

  @Override
  public synchronized void close() {
    replaced.forEach((kind, before) -> Signals.unregister(kind.name(), before));
    replaced.clear();
  }
}
