package dev.facet.server.registry;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.Embedder;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.server.batching.Admission;
import dev.facet.server.batching.Batcher;
import dev.facet.server.batching.Gate;
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
public final class LoadedModel {

  private final String name;
  private final long version;
  private final ModelBundle bundle;
  private final FacePreprocessor preprocessor;
  private final Embedder engine;
  private final Admission admission;
  private final Gate gate;
  private final Batcher<float[], float[]> batcher;

  // INVARIANT: 0 is final. Whoever brings it from 1 to 0 closes, and nobody can hold it again.
  private final AtomicInteger holders = new AtomicInteger(1);
  private final CompletableFuture<Void> lastRelease = new CompletableFuture<>();
  private final CompletableFuture<Void> closed;

  // Guarded by itself: streams that stay with this version, and whether they may no longer.
  private final Set<HeldVersion> held = new HashSet<>();
  private boolean takenAway;

  LoadedModel(
      String name,
      long version,
      ModelBundle bundle,
      List<Embedder> engines,
      Admission admission,
      Gate gate,
      Batcher<float[], float[]> batcher,
      MemoryBudget.Reservation reservation) {
    this.name = name;
    this.version = version;
    this.bundle = bundle;
    this.engine = engines.get(0);
    this.admission = admission;
    this.gate = gate;
    this.batcher = batcher;
    this.preprocessor =
        new FacePreprocessor(bundle.manifest().input(), bundle.manifest().alignment());
    this.closed =
        lastRelease
            .thenCompose(released -> batcher.drain())
            .thenRun(() -> engines.forEach(Embedder::close))
            .thenRun(reservation::release);
  }

  /** Name of the model. */
  public String name() {
    return name;
  }

  /** The version, 1 or more. */
  public long version() {
    return version;
  }

  /** Names the embedding space; see {@link ModelBundle#digest}. */
  public String digest() {
    return bundle.digest();
  }

  /** What the model is. */
  public Manifest manifest() {
    return bundle.manifest();
  }

  /** Makes tensors for the model's input. */
  public FacePreprocessor preprocessor() {
    return preprocessor;
  }

  /** Bounds what is accepted and not yet answered. */
  public Admission admission() {
    return admission;
  }

  /** Where items wait until they can be worked on. */
  public Gate gate() {
    return gate;
  }

  /** Makes embeddings of tensors. */
  public Batcher<float[], float[]> batcher() {
    return batcher;
  }

  /** Makes embeddings on the first device, beside the {@link #batcher} and its queue. */
  public Embedder engine() {
    return engine;
  }

  ModelBundle bundle() {
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
