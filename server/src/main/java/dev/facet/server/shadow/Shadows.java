package dev.facet.server.shadow;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.image.ImageDecoder;
import dev.facet.server.batching.FairPool;
import dev.facet.server.batching.KeptThreads;
import dev.facet.server.embedding.EmbeddedListener;
import dev.facet.server.embedding.Face;
import dev.facet.server.registry.Lease;
import dev.facet.server.registry.LoadedEmbedder;
import dev.facet.server.registry.ModelNotFoundException;
import dev.facet.server.registry.ModelRegistry;
import dev.facet.server.registry.VersionState;
import dev.facet.server.registry.VersionStatus;
import dev.facet.server.registry.WrongKindException;
import dev.facet.server.telemetry.ServerMetrics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Shadow} for each version that the registry says is one, and shows it the faces that
 * the live version embeds. Thread-safe.
 */
public final class Shadows implements EmbeddedListener, Consumer<VersionStatus> {

  private static final Logger log = LoggerFactory.getLogger(Shadows.class);

  private final ModelRegistry registry;
  private final KeptThreads threads;
  private final FairPool pool;
  private final ImageDecoder decoder;
  private final LongSupplier nanoTime;
  private final ServerMetrics metrics;

  // By model. Only the registry's watchers change it, which it calls one after the other.
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /** A shadow, what it is compared with, and what keeps its version loaded. */
  private record Running(
      VersionStatus status, String liveDigest, Lease<LoadedEmbedder> candidate, Shadow shadow) {

    CompletableFuture<Void> end() {
      return shadow.close().whenComplete((ended, failure) -> candidate.close());
    }
  }

  private Shadows(
      ModelRegistry registry,
      KeptThreads threads,
      FairPool pool,
      ImageDecoder decoder,
      LongSupplier nanoTime,
      ServerMetrics metrics) {
    this.registry = registry;
    this.threads = threads;
    this.pool = pool;
    this.decoder = decoder;
    this.nanoTime = nanoTime;
    this.metrics = metrics;
  }

  /**
   * Follows a registry until {@link #close}.
   *
   * @param registry says which versions are shadows; stays the caller's
   * @param threads lends the threads that use the engine
   * @param pool where images become tensors; stays the caller's
   * @param decoder decodes image files
   * @param nanoTime the clock of durations, as {@link System#nanoTime}
   * @param metrics measures every shadow
   * @throws IOException if the repository cannot be read
   */
  public static Shadows of(
      ModelRegistry registry,
      KeptThreads threads,
      FairPool pool,
      ImageDecoder decoder,
      LongSupplier nanoTime,
      ServerMetrics metrics)
      throws IOException {
    Shadows shadows = new Shadows(registry, threads, pool, decoder, nanoTime, metrics);
    registry.watch(shadows);
    return shadows;
  }

  /** A version has another state. */
  @Override
  public void accept(VersionStatus status) {
    Running now = running.get(status.model());
    if (now != null && now.status.version() == status.version() && !now.status.equals(status)) {
      running.remove(status.model());
      var unused = now.end();
      now = null;
    }
    if (status.state() == VersionState.SHADOW && now == null) {
      begin(status);
    }
  }

  @Override
  public void embedded(LoadedEmbedder model, Face face, float[] tensor, float[] embedding) {
    Running now = running.get(model.name());
    if (now != null && now.liveDigest.equals(model.digest())) {
      now.shadow.offer(face, model.manifest(), tensor, embedding);
    }
  }

  /** How a model's shadow did so far; empty while it has none. */
  public Optional<ShadowReport> report(String model) {
    return Optional.ofNullable(running.get(model)).map(now -> now.shadow.report());
  }

  /** Ends every shadow, and waits until their engines are not used any more. */
  public void close() {
    registry.unwatch(this);
    List<Running> last = List.copyOf(running.values());
    running.clear();
    last.forEach(shadow -> shadow.end().join());
  }

  private void begin(VersionStatus status) {
    String model = status.model();
    try (Lease<LoadedEmbedder> live = registry.acquire(model, 0, "")) {
      Lease<LoadedEmbedder> candidate = registry.acquire(model, status.version(), "");
      try {
        String digest = live.model().digest();
        running.put(model, new Running(status, digest, candidate, shadow(status, live, candidate)));
      } catch (NotComparableException | RuntimeException e) {
        candidate.close();
        throw e;
      }
    } catch (ModelNotFoundException | WrongKindException | NotComparableException e) {
      log.error("{} {}: no shadow: {}", model, status.version(), e.getMessage());
    }
  }

  private Shadow shadow(
      VersionStatus status, Lease<LoadedEmbedder> live, Lease<LoadedEmbedder> candidate)
      throws NotComparableException {
    Manifest manifest = live.model().manifest();
    return new Shadow(
        status.model() + "-" + status.version(),
        candidate.model().engine(),
        manifest,
        status.share(),
        threads,
        pool,
        decoder,
        nanoTime,
        metrics.shadow(status.model()));
  }
}
