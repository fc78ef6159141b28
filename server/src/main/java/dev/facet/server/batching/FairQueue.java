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
 * served in every eight while both wait, and background ones come when nothing else waits; within
 * an urgency callers take turns, and each caller's items are served in the order in which they
 * came. So a stream with a thousand items delays a lone call by one item.
 *
 * <p>Not thread-safe. Every operation takes constant time, apart from dropping.
 */
final class FairQueue<T> {
  /** Most interactive items that are served in a row while bulk items wait. */
  private static final int INTERACTIVE_RUN = 7;

  private final Lanes<T> interactive = new Lanes<>();
  private final Lanes<T> bulk = new Lanes<>();
  private final Lanes<T> background = new Lanes<>();
  private int run;

  void add(Caller caller, T item) {
    Lanes<T> lanes =
        switch (caller.urgency()) {
          case INTERACTIVE -> interactive;
          case BULK -> bulk;
          case BACKGROUND -> background;
        };
    lanes.add(caller, item);
  }

  /**
   * Removes and returns the next item, or null where none is left. The items of callers that gave
   * up or ran out of time by {@code nowNanos} are removed on the way, handed to {@code dropped},
   * and cost nobody a turn.
   *
   * @param alsoBackground whether a background item will do; none is returned else
   */
  @Nullable T poll(long nowNanos, boolean alsoBackground, Consumer<? super T> dropped) {
    discard(interactive, nowNanos, dropped);
    discard(bulk, nowNanos, dropped);
    discard(background, nowNanos, dropped);
    if (!interactive.isEmpty() && (bulk.isEmpty() || run < INTERACTIVE_RUN)) {
      run = bulk.isEmpty() ? 0 : run + 1;
      return interactive.next();
    }
    run = 0;
    if (!bulk.isEmpty()) {
      return bulk.next();
    }
    return alsoBackground && !background.isEmpty() ? background.next() : null;
  }

  /** Removes and returns all items. */
  List<T> removeAll() {
    List<T> all = new ArrayList<>(size());
    interactive.clear(all::add);
    bulk.clear(all::add);
    background.clear(all::add);
    return all;
  }

  int size() {
    return urgentSize() + background.size();
  }

  /** How many items may be served together: background ones only where nothing else waits. */
  int batchable() {
    int urgent = urgentSize();
    return urgent == 0 ? background.size() : urgent;
  }

  boolean isEmpty() {
    return size() == 0;
  }

  /**
   * How many items are served before a new one of this caller would be, if no more came and none
   * were dropped.
   */
  int ahead(Caller caller) {
    return switch (caller.urgency()) {
      case INTERACTIVE -> {
        int equals = interactive.ahead(caller);
        yield equals + Math.min(bulk.size(), equals / INTERACTIVE_RUN);
      }
      case BULK -> {
        int equals = bulk.ahead(caller);
        yield equals + Math.min(interactive.size(), (equals + 1) * INTERACTIVE_RUN);
      }
      case BACKGROUND -> urgentSize() + background.ahead(caller);
    };
  }

  private int urgentSize() {
    return interactive.size() + bulk.size();
  }

  private void discard(Lanes<T> lanes, long nowNanos, Consumer<? super T> dropped) {
    while (!lanes.isEmpty() && lanes.nextCaller().dropReason(nowNanos) != null) {
      lanes.removeNextCaller(dropped);
    }
  }

  /** The callers of one urgency in the order of their turns, each with its items. */
  private static final class Lanes<T> {
    // Insertion order is the order of turns: whoever was served goes to the end.
    private final Map<Caller, Deque<T>> lanes = new LinkedHashMap<>();
    private int size;

    void add(Caller caller, T item) {
      lanes.computeIfAbsent(caller, unused -> new ArrayDeque<>()).add(item);
      size++;
    }

    boolean isEmpty() {
      return lanes.isEmpty();
    }

    int size() {
      return size;
    }

    /** Each caller has had a turn for every item of this one before it has another. */
    int ahead(Caller caller) {
      Deque<T> own = lanes.get(caller);
      if (own == null) {
        return lanes.size();
      }
      return (int) Math.min(size, own.size() + (own.size() + 1L) * (lanes.size() - 1));
    }

    Caller nextCaller() {
      return lanes.keySet().iterator().next();
    }

    T next() {
      Caller caller = nextCaller();
      Deque<T> items = removeLane(caller);
      T item = items.remove();
      size--;
      if (!items.isEmpty()) {
        lanes.put(caller, items);
      }
      return item;
    }

    void removeNextCaller(Consumer<? super T> dropped) {
      Deque<T> items = removeLane(nextCaller());
      size -= items.size();
      items.forEach(dropped);
    }

    void clear(Consumer<? super T> dropped) {
      lanes.values().forEach(items -> items.forEach(dropped));
      lanes.clear();
      size = 0;
    }

    private Deque<T> removeLane(Caller caller) {
      return Objects.requireNonNull(lanes.remove(caller));
    }
  }
}
