package dev.facet.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The faces of a stream that the server has not answered, in the order of submission. Guarded by
 * the stream's lock.
 */
final class UnansweredFaces {
  private final StreamLock lock;
  private final Map<String, WaitingFace<?>> faces = new LinkedHashMap<>();
  private long submitted;

  /** Number of futures that are not complete: those of these faces, and those about to complete. */
  private int incomplete;

  /**
   * For when a timer is set, as {@link System#nanoTime}. One serves all faces, since hardly any is
   * ever late; null: no face has a deadline of its own.
   */
  private @Nullable Long expiry;

  UnansweredFaces(StreamLock lock) {
    this.lock = lock;
  }

  boolean isEmpty() {
    return faces.isEmpty();
  }

  int size() {
    return faces.size();
  }

  /** All, the first submitted first; a view. */
  Collection<WaitingFace<?>> all() {
    return faces.values();
  }

  /** A correlation id that no face had before. */
  String nextId() {
    return Long.toString(submitted++);
  }

  void add(WaitingFace<?> face) {
    incomplete++;
    var unused = face.future().whenComplete((embedding, failure) -> completed());
    faces.put(face.id(), face);
    expires(face);
  }

  /** Whether all futures of all faces, the answered ones too, are complete. */
  boolean areComplete() {
    return incomplete == 0 && faces.isEmpty();
  }

  private void completed() {
    lock.with(
        () -> {
          incomplete--;
          lock.changed();
        });
  }

  /** The face of a correlation id; null where it is answered already. */
  @Nullable WaitingFace<?> get(String id) {
    return faces.get(id);
  }

  boolean contains(WaitingFace<?> face) {
    return faces.containsKey(face.id());
  }

  void remove(WaitingFace<?> face) {
    faces.remove(face.id());
  }

  List<WaitingFace<?>> removeAll() {
    List<WaitingFace<?>> all = List.copyOf(faces.values());
    faces.clear();
    return all;
  }

  private void expires(WaitingFace<?> face) {
    Long deadline = face.deadline();
    if (deadline != null && (expiry == null || deadline - expiry < 0)) {
      expiry = deadline;
      CommonPool.runAfter(Duration.ofNanos(deadline - System.nanoTime()), () -> expire(deadline));
    }
  }

  /** Fails the faces whose own deadline has passed; they stay unanswered. */
  private void expire(long timer) {
    lock.with(() -> overdue(timer, System.nanoTime())).forEach(WaitingFace::expire);
  }

  private List<WaitingFace<?>> overdue(long timer, long now) {
    if (expiry == null || expiry != timer) {
      // Since then one was set for an earlier moment.
      return List.of();
    }
    expiry = null;
    List<WaitingFace<?>> overdue = new ArrayList<>();
    for (WaitingFace<?> face : faces.values()) {
      if (face.isOverdue(now)) {
        overdue.add(face);
      } else if (!face.isUnwanted()) {
        expires(face);
      }
    }
    return overdue;
  }
}
