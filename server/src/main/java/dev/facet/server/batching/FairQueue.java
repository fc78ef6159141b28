package dev.facet.server.batching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose turn it is. Interactive items come before bulk ones, of which at least one is
 * served in every eight while both wait; within an urgency callers take turns, and each caller's
 * items are served in the order in which they came. So a stream with a thousand items delays a lone
 * call by one item.
 *
 * <p>Not thread-safe. Every operation takes constant time, apart from dropping.
 */
final class FairQueue<T> {
  /** Most interactive items that are served in a row while bulk items wait. */
  private static final int INTERACTIVE_RUN = 7;

  private final Lanes<T> interactive = new Lanes<>();
  private final Lanes<T> bulk = new Lanes<>();
  private int run;
  private int size;

  void add(Caller caller, T item) {
    (caller.urgency() == Urgency.INTERACTIVE ? interactive : bulk).add(caller, item);
    size++;
  }

  /**
   * Removes and returns the next item, or null where none is left. The items of callers that gave
   * up or ran out of time by {@code nowNanos} are removed on the way, handed to {@code dropped},
   * and cost nobody a turn.
   */
  @Nullable T poll(long nowNanos, Consumer<? super T> dropped) {
    discard(interactive, nowNanos, dropped);
    discard(bulk, nowNanos, dropped);
    if (size == 0) {
      return null;
    }
    size--;
    if (interactive.isEmpty() || (run == INTERACTIVE_RUN && !bulk.isEmpty())) {
      run = 0;
      return bulk.next();
    }
    run = bulk.isEmpty() ? 0 : run + 1;
    return interactive.next();
  }

  /** Removes and returns all items. */
  List<T> removeAll() {
    List<T> all = new ArrayList<>(size);
    interactive.clear(all::add);
    bulk.clear(all::add);
    size = 0;
    return all;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  private void discard(Lanes<T> lanes, long nowNanos, Consumer<? super T> dropped) {
    while (!lanes.isEmpty() && lanes.nextCaller().dropReason(nowNanos) != null) {
      size -= lanes.removeNextCaller(dropped);
    }
  }

  /** The callers of one urgency in the order of their turns, each with its items. */
  private static final class Lanes<T> {
    // Insertion order is the order of turns: whoever was served goes to the end.
    private final Map<Caller, Deque<T>> lanes = new LinkedHashMap<>();

    void add(Caller caller, T item) {
      lanes.computeIfAbsent(caller, unused -> new ArrayDeque<>()).add(item);
    }

    boolean isEmpty() {
      return lanes.isEmpty();
    }

    Caller nextCaller() {
      return lanes.keySet().iterator().next();
    }

    T next() {
      Caller caller = nextCaller();
      Deque<T> items = removeLane(caller);
      T item = items.remove();
      if (!items.isEmpty()) {
        lanes.put(caller, items);
      }
      return item;
    }

    int removeNextCaller(Consumer<? super T> dropped) {
      Deque<T> items = removeLane(nextCaller());
      items.forEach(dropped);
      return items.size();
    }

    void clear(Consumer<? super T> dropped) {
      lanes.values().forEach(items -> items.forEach(dropped));
      lanes.clear();
    }

    private Deque<T> removeLane(Caller caller) {
      return Objects.requireNonNull(lanes.remove(caller));
    }
  }
}
