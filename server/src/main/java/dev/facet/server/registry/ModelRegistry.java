package dev.facet.server.registry;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.telemetry.ServerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The models that are served. Of each model one version is live; others may be loaded beside it,
 * and another replaces it without a request being lost. Thread-safe.
 *
 * <p>All changes happen one after the other. A change is refused with {@link
 * ChangeRefusedException}, and has then changed nothing; one that began is not ended by its caller
 * going away.
 */
public final class ModelRegistry implements AutoCloseable {

  private final ModelRepository repository;
  private final String defaultModel;
  private final String configuredDetector;
  private final VersionBoard board = new VersionBoard();
  private final ServedModels models;

  private ModelRegistry(
      ServerConfig.Models config, ModelLoader loader, ServerMetrics metrics, String defaultModel) {
    this.repository = new ModelRepository(Path.of(config.repository()));
    this.defaultModel = defaultModel;
    this.configuredDetector = config.detector();
    this.models = new ServedModels(config, defaultModel, repository, loader, metrics, board);
  }

  /**
   * Loads the versions that are to be live and pinned. One that cannot be loaded is logged and
   * listed as failed, and the next that may be live is tried.
   *
   * @throws IOException if the repository cannot be read, or no version of the default model can be
   *     loaded
   * @throws BadConfigException if there is no model, or no default where there are several, or the
   *     file of trusted keys is none
   */
  public static ModelRegistry open(
      ServerConfig.Models config, ModelLoader loader, ServerMetrics metrics) throws IOException {
    ModelRepository repository = new ModelRepository(Path.of(config.repository()));
    String defaultModel = DefaultModel.choose(config, repository);
    ModelRegistry registry = new ModelRegistry(config, loader, metrics, defaultModel);
    try {
      registry.board.syncWith(registry.onDisk());
      registry.models.start();
      return registry;
    } catch (IOException | RuntimeException | Error e) {
      registry.close();
      throw e;
    }
  }

  /** Name of the model that serves requests which name none. */
  public String defaultModel() {
    return defaultModel;
  }

  /**
   * Holds a loaded version that embeds faces for as long as a request needs it.
   *
   * @param name of the model; empty: the default model
   * @param version which must be loaded; 0: the live one, or the canary
   * @param key keeps requests together while a canary runs: those of one key go one way; empty:
   *     each request by itself
   * @return a lease that the caller closes
   * @throws ModelNotFoundException if there is no such model, or that version is not loaded
   * @throws WrongKindException if it is a detector
   */
  public Lease<LoadedEmbedder> acquire(String name, long version, String key)
      throws ModelNotFoundException, WrongKindException {
    return acquire(LoadedEmbedder.class, orDefault(name), version, key);
  }

  /**
   * Holds a loaded version of a detector for as long as a request needs it.
   *
   * @param name of the detector; empty: the one that is configured, else the only one
   * @param version which must be loaded; 0: the live one, or the canary
   * @return a lease that the caller closes
   * @throws ModelNotFoundException if there is no such detector, none is named where there are
   *     several, or that version is not loaded
   * @throws WrongKindException if it is no detector
   */
  public Lease<LoadedDetector> acquireDetector(String name, long version)
      throws ModelNotFoundException, WrongKindException {
    return acquire(LoadedDetector.class, name.isEmpty() ? defaultDetector() : name, version, "");
  }

  private <M extends LoadedModel> Lease<M> acquire(
      Class<M> kind, String name, long version, String key)
      throws ModelNotFoundException, WrongKindException {
    while (true) {
      Deployment deployment = deployment(name);
      LoadedModel model = deployment.serving(version, key);
      if (model == null) {
        throw version == 0
            ? ModelNotFoundException.notServed(name)
            : ModelNotFoundException.version(
                name, version, deployment.loaded().stream().map(LoadedModel::version).toList());
      }
      if (!kind.isInstance(model)) {
        throw new WrongKindException(model);
      }
      // Fails only if the version was replaced and drained since the look-up: look again.
      if (model.hold()) {
        return new Lease<>(kind.cast(model));
      }
    }
  }

  private String defaultDetector() throws ModelNotFoundException {
    if (!configuredDetector.isEmpty()) {
      return configuredDetector;
    }
    List<String> detectors = models.detectors();
    if (detectors.size() != 1) {
      throw ModelNotFoundException.detector(detectors);
    }
    return detectors.get(0);
  }

  /**
   * Holds the loaded version of an embedding space, for a request that compares with an embedding
   * of it.
   *
   * @param name of the model; empty: the default model
   * @return a lease that the caller closes; null where none of the model's loaded versions is of
   *     that space
   */
  public @Nullable Lease<LoadedEmbedder> acquireSpace(String name, String digest)
      throws ModelNotFoundException {
    return deployment(orDefault(name)).ofDigest(digest) instanceof LoadedEmbedder model
            && model.hold()
        ? new Lease<>(model)
        : null;
  }

  /** Every version of every model, sorted by name, then by version. */
  public List<VersionStatus> list() throws IOException {
    board.syncWith(onDisk());
    return board.all();
  }

  /**
   * One version.
   *
   * @param name of the model; empty: the default model
   * @param version of the model; 0: the live one
   * @throws ModelNotFoundException if the repository has no such model or version
   */
  public VersionStatus get(String name, long version) throws ModelNotFoundException, IOException {
    String wanted = orDefault(name);
    List<VersionStatus> versions =
        list().stream().filter(status -> status.model().equals(wanted)).toList();
    if (versions.isEmpty()) {
      throw ModelNotFoundException.model(wanted, models.names());
    }
    return versions.stream()
        .filter(
            status ->
                version == 0 ? status.state() == VersionState.LIVE : status.version() == version)
        .findFirst()
        .orElseThrow(
            () ->
                version == 0
                    ? ModelNotFoundException.notServed(wanted)
                    : ModelNotFoundException.version(
                        wanted, version, versions.stream().map(VersionStatus::version).toList()));
  }

  /**
   * Makes a version the live one. It is loaded and tested beside the live one, which is untouched
   * if that fails; then one reference is switched, and the old version ends with its last request.
   * The choice outlives a restart.
   *
   * @param name of the model
   * @param version of the model; 0: the highest in the repository, and where that is watched
   *     whichever is highest later
   * @param digest that the version must have; empty: any
   * @return completes when the version is live
   * @throws ModelNotFoundException if the repository has no such model or version
   */
  public CompletableFuture<VersionStatus> activate(String name, long version, String digest)
      throws ModelNotFoundException, IOException {
    WantedVersion wanted = new WantedVersion(version == 0 ? highest(name) : version, digest);
    Serving.Follow follow = version == 0 ? Serving.Follow.LATEST : Serving.Follow.FIXED;
    requireOnDisk(name, wanted.version());
    return models.waiting(
        name, wanted.version(), () -> models.swap(name, model -> model.activate(wanted, follow)));
  }

  /**
   * Makes the version live again that was live before; again, and it goes further back.
   *
   * @return completes when the version is live
   * @throws ModelNotFoundException if the repository has no such model
   */
  public CompletableFuture<VersionStatus> rollBack(String name)
      throws ModelNotFoundException, IOException {
    requireOnDisk(name);
    return models.swap(name, ServedModel::rollBack);
  }

  /**
   * Loads a version beside the live one and keeps it loaded, also after a restart.
   *
   * @param digest that the version must have; empty: any
   * @return completes when the version is loaded
   * @throws ModelNotFoundException if the repository has no such model or version
   */
  public CompletableFuture<VersionStatus> pin(String name, long version, String digest)
      throws ModelNotFoundException, IOException {
    requireOnDisk(name, version);
    WantedVersion wanted = new WantedVersion(version, digest);
    return models.waiting(name, version, () -> models.change(name, model -> model.pin(wanted)));
  }

  /**
   * Takes a version out of all that it is loaded for; it finishes what it has and is freed.
   *
   * @param version of the model; 0: the live one
   * @return completes when it gets no more requests
   * @throws ModelNotFoundException if the repository has no such model
   */
  public CompletableFuture<VersionStatus> deactivate(String name, long version)
      throws ModelNotFoundException, IOException {
    requireOnDisk(name);
    return models.change(name, model -> model.deactivate(version));
  }

  /**
   * Loads a version beside the live one as the candidate.
   *
   * @param digest that the version must have; empty: any
   * @return completes when it is one
   * @throws ModelNotFoundException if the repository has no such model or version
   */
  public CompletableFuture<VersionStatus> startRollout(
      String name, long version, String digest, Rollout rollout)
      throws ModelNotFoundException, IOException {
    requireOnDisk(name, version);
    WantedVersion wanted = new WantedVersion(version, digest);
    return models.waiting(
        name, version, () -> models.change(name, model -> model.startRollout(wanted, rollout)));
  }

  /**
   * Ends a rollout: the live version answers all requests again.
   *
   * @return completes when it does
   * @throws ModelNotFoundException if the repository has no such model
   */
  public CompletableFuture<VersionStatus> stopRollout(String name)
      throws ModelNotFoundException, IOException {
    requireOnDisk(name);
    return models.change(name, ServedModel::stopRollout);
  }

  /**
   * Tells the watcher the state of every version at once, and from then on every change, until it
   * is {@linkplain #unwatch given up}. The watcher is called on the thread that makes the change
   * and must be quick.
   */
  public void watch(Consumer<VersionStatus> watcher) throws IOException {
    board.syncWith(onDisk());
    board.watch(watcher);
  }

  /** Tells the watcher no more. */
  public void unwatch(Consumer<VersionStatus> watcher) {
    board.unwatch(watcher);
  }

  /**
   * Lets go of every model, and waits until those that no request holds are freed. Idempotent. A
   * model that is still held after ten seconds is left behind, and logged.
   */
  @Override
  public void close() {
    models.close();
  }

  private Deployment deployment(String name) throws ModelNotFoundException {
    Deployment deployment = models.deployment(name);
    if (deployment == null) {
      throw ModelNotFoundException.model(name, models.names());
    }
    return deployment;
  }

  private String orDefault(String name) {
    return name.isEmpty() ? defaultModel : name;
  }

  private long highest(String name) throws ModelNotFoundException, IOException {
    List<Long> versions = requireOnDisk(name);
    return versions.get(versions.size() - 1);
  }

  private void requireOnDisk(String name, long version) throws ModelNotFoundException, IOException {
    List<Long> versions = requireOnDisk(name);
    if (!versions.contains(version)) {
      throw ModelNotFoundException.version(name, version, versions);
    }
  }

  private List<Long> requireOnDisk(String name) throws ModelNotFoundException, IOException {
    List<Long> versions = repository.versions(name);
    if (versions.isEmpty()) {
      throw ModelNotFoundException.model(name, repository.models());
    }
    return versions;
  }

  private Set<VersionBoard.Id> onDisk() throws IOException {
    Set<VersionBoard.Id> ids = new HashSet<>();
    for (String name : repository.models()) {
      for (long version : repository.versions(name)) {
        ids.add(new VersionBoard.Id(name, version));
      }
    }
    return ids;
  }
}
