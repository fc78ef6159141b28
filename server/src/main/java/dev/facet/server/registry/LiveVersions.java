package dev.facet.server.registry;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.server.telemetry.ServerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live version of each model, and how another takes its place. Thread-safe. */
final class LiveVersions implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LiveVersions.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final ModelRepository repository;
  private final ModelLoader loader;
  private final ServerMetrics metrics;
  private final VersionBoard board;
  private final Map<String, LoadedModel> live = new ConcurrentSkipListMap<>();

  // One thread, so that versions are loaded one after the other, and only it changes "live" once
  // the server has started.
  private final ExecutorService loading =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "facet-loader"));

  LiveVersions(
      ModelRepository repository, ModelLoader loader, ServerMetrics metrics, VersionBoard board) {
    this.repository = repository;
    this.loader = loader;
    this.metrics = metrics;
    this.board = board;
  }

  /** Names of the models that have a live version, sorted. */
  Set<String> models() {
    return live.keySet();
  }

  /** The live version of a model; it may be replaced, and closed, at any time. */
  @Nullable LoadedModel of(String model) {
    return live.get(model);
  }

  /**
   * Does {@link #switchTo} on the loading thread.
   *
   * @return completes when the version is live, or with {@link ActivationException}
   */
  CompletableFuture<VersionStatus> activate(String name, long version) {
    CompletableFuture<VersionStatus> activation = new CompletableFuture<>();
    loading.execute(
        () -> {
          try {
            activation.complete(VersionStatus.of(switchTo(name, version), VersionState.LIVE));
          } catch (Exception | Error e) {
            String message = name + " " + version + ": " + e.getMessage();
            activation.completeExceptionally(new ActivationException(message, e));
          }
        });
    return activation;
  }

  /**
   * Loads a version, makes it the live one and lets go of the one before. A failure is logged, set
   * on the board, and changes nothing else. Not for two threads at a time.
   */
  LoadedModel switchTo(String name, long version) throws IOException {
    LoadedModel old = live.get(name);
    if (old != null && old.version() == version) {
      return old;
    }
    LoadedModel loaded = load(name, version);
    live.put(name, loaded);
    metrics.live(name, version);
    board.set(VersionStatus.of(loaded, VersionState.LIVE));
    log.info("{} {}: live, digest {}", name, version, loaded.digest());
    if (old == null) {
      metrics.served(name, () -> admitted(name));
    } else {
      VersionStatus draining = VersionStatus.of(old, VersionState.DRAINING);
      VersionStatus drained = VersionStatus.of(name, old.version(), VersionState.AVAILABLE);
      board.set(draining);
      // Not where the version was made live again in the meantime.
      old.whenClosed(() -> board.replace(draining, drained));
      old.release();
    }
    return loaded;
  }

  /**
   * Lets go of every model, and waits until those that no request holds are freed. Idempotent. A
   * model that is still held after ten seconds is left behind, and logged.
   */
  @Override
  public void close() {
    endActivations();
    List<LoadedModel> models = List.copyOf(live.values());
    models.forEach(model -> live.remove(model.name(), model));
    models.forEach(LoadedModel::release);
    for (LoadedModel model : models) {
      model
          .closed()
          .completeOnTimeout(null, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(
              failure -> {
                log.warn("{} {}: not closed cleanly", model.name(), model.version(), failure);
                return null;
              })
          .join();
    }
  }

  /** From here on "live" does not change, so that nothing made live is missed. */
  private void endActivations() {
    loading.shutdown();
    try {
      if (!loading.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("an activation is still under way; its model is not freed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private LoadedModel load(String name, long version) throws IOException {
    board.set(VersionStatus.of(name, version, VersionState.LOADING));
    try {
      return loader.load(name, version, repository.open(name, version));
    } catch (IOException | RuntimeException | Error e) {
      log.error("{} {}: cannot be loaded: {}", name, version, e.getMessage());
      board.set(VersionStatus.failed(name, version, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private long admitted(String name) {
    LoadedModel model = live.get(name);
    return model == null ? 0 : model.admission().items();
  }
}
