package dev.facet.server.registry;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.telemetry.ServerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All models, and the one thread that changes them: one change after the other, in the order in
 * which they were asked for, and between them, where the repository is watched, a look at it.
 * Thread-safe.
 */
final class ServedModels implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServedModels.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  /** A change of one model. */
  @FunctionalInterface
  interface Change {
    VersionStatus make(ServedModel model) throws ChangeRefusedException;
  }

  private final ServerConfig.Models config;
  private final String defaultModel;
  private final ModelRepository repository;
  private final VersionLoading loading;
  private final VersionBoard board;
  private final ServerMetrics metrics;
  private final Map<String, ServedModel> models = new ConcurrentSkipListMap<>();
  private final Map<String, VersionKeeper> keepers = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService changes =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "facet-control"));

  /** What went wrong at the last look, by model, or "" for the repository. */
  private final Map<String, String> troubles = new ConcurrentSkipListMap<>();

  /**
   * All models of a repository.
   *
   * @throws BadConfigException if the file of trusted keys is none
   */
  ServedModels(
      ServerConfig.Models config,
      String defaultModel,
      ModelRepository repository,
      ModelLoader loader,
      ServerMetrics metrics,
      VersionBoard board) {
    this.config = config;
    this.defaultModel = defaultModel;
    this.repository = repository;
    this.board = board;
    this.metrics = metrics;
    this.loading =
        new VersionLoading(
            new VersionFiles(repository, config.trustedKeys()), loader, board, metrics);
  }

  /**
   * Loads what is to be loaded, and begins to watch.
   *
   * @throws IOException if the repository cannot be read, or the default model has no version that
   *     can be live
   */
  void start() throws IOException {
    for (String name : repository.models()) {
      try {
        keeper(name).start();
      } catch (ChangeRefusedException e) {
        if (name.equals(defaultModel)) {
          throw new IOException(e.getMessage(), e);
        }
        log.error("{}: not served: {}", name, e.getMessage());
      }
    }
    if (model(defaultModel).liveVersion() == 0) {
      throw new IOException(
          defaultModel
              + ": follow: none in its serving.yaml (expected: a live version, since it is the"
              + " default model)");
    }
    if (config.polls()) {
      long nanos = config.pollInterval().toNanos();
      var unused = changes.scheduleWithFixedDelay(this::follow, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Names of the models that have a live version, sorted. */
  List<String> names() {
    return models.values().stream()
        .filter(model -> model.liveVersion() != 0)
        .map(ServedModel::name)
        .toList();
  }

  /** Names of the models whose live version is a detector, sorted. */
  List<String> detectors() {
    return models.values().stream()
        .filter(model -> model.deployment().live() instanceof LoadedDetector)
        .map(ServedModel::name)
        .toList();
  }

  /** What is loaded of a model; null where nothing ever was. */
  @Nullable Deployment deployment(String name) {
    ServedModel model = models.get(name);
    return model == null ? null : model.deployment();
  }

  /** Says that a version waits for a change that may load it, until that is done. */
  CompletableFuture<VersionStatus> waiting(
      String name, long version, Supplier<CompletableFuture<VersionStatus>> change) {
    VersionStatus waiting = VersionStatus.of(name, version, VersionState.WAITING);
    board.waiting(waiting);
    return change
        .get()
        .whenComplete(
            (status, failure) ->
                board.replace(waiting, VersionStatus.of(name, version, VersionState.AVAILABLE)));
  }

  /** Makes a change of the live version, once its turn comes. */
  CompletableFuture<VersionStatus> swap(String name, Change change) {
    long asked = System.nanoTime();
    return change(
        name,
        model -> {
          long before = model.liveVersion();
          try {
            VersionStatus status = change.make(model);
            if (model.liveVersion() != before) {
              metrics.swapped(name, Duration.ofNanos(System.nanoTime() - asked));
            }
            return status;
          } catch (ChangeRefusedException | RuntimeException | Error e) {
            metrics.swapFailed(name);
            throw e;
          }
        });
  }

  /** Makes a change once its turn comes. */
  CompletableFuture<VersionStatus> change(String name, Change change) {
    CompletableFuture<VersionStatus> outcome = new CompletableFuture<>();
    try {
      changes.execute(
          () -> {
            try {
              outcome.complete(change.make(model(name)));
            } catch (Exception | Error e) {
              outcome.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      outcome.completeExceptionally(new RegistryClosedException(e));
    }
    return outcome;
  }

  private void follow() {
    List<String> names = modelsOnDisk();
    for (String name : names) {
      try {
        keeper(name).follow();
        tell(name, "");
      } catch (ChangeRefusedException | IOException | RuntimeException | Error e) {
        tell(name, String.valueOf(e.getMessage()));
      }
    }
  }

  private List<String> modelsOnDisk() {
    try {
      List<String> names = repository.models();
      tell("", names.isEmpty() ? repository.root() + " holds no model" : "");
      return names;
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is, there is another look: one that throws would be the last.
      tell("", e.toString());
      return List.of();
    }
  }

  /** Logs what went wrong with a model, or with the repository; once, not at every look. */
  private void tell(String name, String trouble) {
    String before = troubles.put(name, trouble);
    if (!trouble.isEmpty() && !trouble.equals(before)) {
      log.warn("watching {}: {}; what is live stays so", name, trouble);
    }
  }

  /**
   * Lets go of every model, and waits until those that no request holds are freed. Idempotent. A
   * model that is still held after ten seconds is left behind, and logged.
   */
  @Override
  public void close() {
    endChanges();
    List<LoadedModel> loaded =
        models.values().stream()
            .flatMap(model -> model.deployment().loaded().stream())
            .collect(Collectors.toList());
    models.values().forEach(ServedModel::close);
    for (LoadedModel model : loaded) {
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

  /** From here on nothing changes, so that nothing that was loaded is missed. */
  private void endChanges() {
    loading.stop();
    changes.shutdown();
    try {
      if (!changes.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("a change is still under way; its model is not freed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ServedModel model(String name) {
    return models.computeIfAbsent(
        name,
        absent ->
            new ServedModel(
                name,
                name.equals(defaultModel),
                VersionPolicy.of(config, name),
                new ServedModel.Limits(config.loadTimeout(), config.drainTimeout()),
                repository,
                loading,
                board,
                metrics));
  }

  private VersionKeeper keeper(String name) {
    return keepers.computeIfAbsent(
        name, absent -> new VersionKeeper(model(name), repository, config.loadTimeout()));
  }
}
