package dev.facet.server.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The state of every version, and who is told when it changes. Thread-safe: watchers are called
 * under the board's lock, one change after the other, so that all see the same order.
 */
final class VersionBoard {

  /** Names a version; sorted by name, then by version. */
  record Id(String model, long version) implements Comparable<Id> {

    private static final Comparator<Id> ORDER =
        Comparator.comparing(Id::model).thenComparingLong(Id::version);

    @Override
    public int compareTo(Id other) {
      return ORDER.compare(this, other);
    }
  }

  private final SortedMap<Id, VersionStatus> statuses = new TreeMap<>();
  private final List<Consumer<VersionStatus>> watchers = new ArrayList<>();

  /** Sets a version's state and tells the watchers. */
  synchronized void set(VersionStatus status) {
    statuses.put(new Id(status.model(), status.version()), status);
    watchers.forEach(watcher -> watcher.accept(status));
  }

  /** Sets a version's state and tells the watchers, unless that is its state already. */
  synchronized void change(VersionStatus status) {
    if (!status.equals(statuses.get(new Id(status.model(), status.version())))) {
      set(status);
    }
  }

  /** Sets a version's state unless it is in memory, or on its way there. */
  synchronized void waiting(VersionStatus waiting) {
    VersionStatus now = statuses.get(new Id(waiting.model(), waiting.version()));
    if (now == null
        || now.state() == VersionState.AVAILABLE
        || now.state() == VersionState.FAILED) {
      set(waiting);
    }
  }

  /** A version's state. */
  synchronized VersionStatus get(String model, long version) {
    VersionStatus status = statuses.get(new Id(model, version));
    return status == null ? VersionStatus.of(model, version, VersionState.AVAILABLE) : status;
  }

  /** Sets a version's state if it still is the one expected. */
  synchronized void replace(VersionStatus expected, VersionStatus status) {
    if (expected.equals(statuses.get(new Id(expected.model(), expected.version())))) {
      set(status);
    }
  }

  /** Brings the versions that are not in memory in line with what the repository holds. */
  synchronized void syncWith(Set<Id> onDisk) {
    statuses
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue().state() == VersionState.AVAILABLE
                    && !onDisk.contains(entry.getKey()));
    for (Id id : onDisk) {
      if (!statuses.containsKey(id)) {
        set(VersionStatus.of(id.model(), id.version(), VersionState.AVAILABLE));
      }
    }
  }

  /** Every version, sorted by name, then by version. */
  synchronized List<VersionStatus> all() {
    return List.copyOf(statuses.values());
  }

  /** Tells the watcher every state at once, and from then on every change. */
  synchronized void watch(Consumer<VersionStatus> watcher) {
    statuses.values().forEach(watcher);
    watchers.add(watcher);
  }

  synchronized void unwatch(Consumer<VersionStatus> watcher) {
    watchers.remove(watcher);
  }
}
