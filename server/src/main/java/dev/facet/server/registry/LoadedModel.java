package dev.facet.server.registry;

import dev.facet.model.bundle.Bundle;
import dev.facet.server.batching.Batcher;
import dev.facet.server.batching.Entrance;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A version of a model in memory, with a queue of its own, since tensors are made for its input.
 * Thread-safe.
 *
 * <p>It counts its holders: the registry while the version is live, and every {@link Lease}. When
 * the last one lets go, it closes: the workers end, then the engine's memory is freed.
 */
public abstract sealed class LoadedModel permits LoadedEmbedder, LoadedDetector {

  private final String name;
  private final long version;
  private final Bundle bundle;
  private final Entrance entrance;

  // INVARIANT: 0 is final. Whoever brings it from 1 to 0 closes, and nobody can hold it again.
  private final AtomicInteger holders = new AtomicInteger(1);
  private final CompletableFuture<Void> lastRelease = new CompletableFuture<>();
  private final CompletableFuture<Void> closed;

  // Guarded by itself: streams that stay with this version, and whether they may no longer.
  private final Set<HeldVersion> held = new HashSet<>();
  private boolean takenAway;

  /**
   * What all loaded versions have.
   *
   * @param name of the model
   * @param version 1 or more
   * @param entrance bounds what is accepted, and where items wait until they can be worked on
   * @param reservation of memory, released when the version is freed
   */
  record Parts(
      String name, long version, Entrance entrance, MemoryBudget.Reservation reservation) {}

  /**
   * A version that is held once.
   *
   * @param batchers end when the last holder lets go
   * @param free frees the engine's memory, once they have ended
   */
  LoadedModel(Parts parts, Bundle bundle, List<Batcher<float[], float[]>> batchers, Runnable free) {
    this.name = parts.name();
    this.version = parts.version();
    this.bundle = bundle;
    this.entrance = parts.entrance();
    this.closed =
        lastRelease
            .thenCompose(
                released ->
                    CompletableFuture.allOf(
                        batchers.stream().map(Batcher::drain).toArray(CompletableFuture<?>[]::new)))
            .thenRun(free)
            .thenRun(parts.reservation()::release);
  }

  /** Name of the model. */
  public String name() {
    return name;
  }

  /** The version, 1 or more. */
  public long version() {
    return version;
  }

  /** Names what the version computes; see {@link Bundle#digest}. */
  public String digest() {
    return bundle.digest();
  }

  /** Bounds what is accepted, and where items wait until they can be worked on. */
  public Entrance entrance() {
    return entrance;
  }

  Bundle bundle() {
    return bundle;
  }

  /** Adds a holder, unless the last one has let go. */
  boolean hold() {
    return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) != 0;
  }

  /** Takes a holder away; each takes away only itself, once. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      lastRelease.complete(null);
    }
  }

  void addHeld(HeldVersion version) {
    synchronized (held) {
      if (!takenAway) {
        held.add(version);
        return;
      }
    }
    version.close();
  }

  void removeHeld(HeldVersion version) {
    synchronized (held) {
      held.remove(version);
    }
  }

  /**
   * The registry's last word: lets go of the version, and after a while takes it away from the
   * streams that stay with it; the requests that it has are still answered.
   */
  void retire(Duration patience) {
    release();
    var unused =
        closed
            .copy()
            .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
            .exceptionally(
                late -> {
                  takeAway();
                  return null;
                });
  }

  private void takeAway() {
    List<HeldVersion> streams;
    synchronized (held) {
      takenAway = true;
      streams = List.copyOf(held);
    }
    streams.forEach(HeldVersion::close);
  }

  /** Does something once the engine's memory is freed. */
  void whenClosed(Runnable action) {
    var unused = closed.whenComplete((done, failure) -> action.run());
  }

  /** Completes when the engine's memory is freed. */
  CompletableFuture<Void> closed() {
    return closed;
  }
}
