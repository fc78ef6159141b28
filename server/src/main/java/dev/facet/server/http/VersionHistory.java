package dev.facet.server.http;

import dev.facet.server.registry.VersionState;
import dev.facet.server.registry.VersionStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The state of every version, and the latest of those changes that people ask about: what went
 * live, or could not. Thread-safe.
 */
final class VersionHistory implements Consumer<VersionStatus> {

  private static final int LONGEST = 50;

  private final InstantSource clock;
  private final SortedMap<String, VersionStatus> states = new TreeMap<>();
  private final Deque<Change> changes = new ArrayDeque<>();

  /** Knows nothing yet. */
  VersionHistory(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What happened to a version.
   *
   * @param time when
   * @param model its model
   * @param version which
   * @param state what it is from then on: LIVE, CANARY, SHADOW or FAILED
   * @param failure why it could not be loaded; empty unless it failed
   */
  record Change(Instant time, String model, long version, VersionState state, String failure) {}

  @Override
  public synchronized void accept(VersionStatus status) {
    String id = status.model() + "/" + status.version();
    VersionStatus before = states.put(id, status);
    boolean entered = before == null || before.state() != status.state();
    if (entered && isNews(status.state())) {
      changes.addFirst(
          new Change(
              clock.instant(), status.model(), status.version(), status.state(), status.failure()));
      if (changes.size() > LONGEST) {
        changes.removeLast();
      }
    }
  }

  /** The latest changes, at most 50, the last one first. */
  synchronized List<Change> changes() {
    return new ArrayList<>(changes);
  }

  /** The latest state of every version that is more than a directory. */
  synchronized Collection<VersionStatus> states() {
    return states.values().stream()
        .filter(status -> status.state() != VersionState.AVAILABLE)
        .toList();
  }

  private static boolean isNews(VersionState state) {
    return switch (state) {
      case LIVE, CANARY, SHADOW, FAILED -> true;
      case AVAILABLE, WAITING, LOADING, PINNED, DRAINING -> false;
    };
  }
}
