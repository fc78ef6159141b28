package dev.facet.server.registry;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.telemetry.ServerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The models that are served. Of each model one version is live; another replaces it without a
 * request being lost. Thread-safe.
 */
public final class ModelRegistry implements AutoCloseable {

  private final ModelRepository repository;
  private final String defaultModel;
  private final VersionBoard board = new VersionBoard();
  private final LiveVersions live;

  private ModelRegistry(
      ModelRepository repository, ModelLoader loader, ServerMetrics metrics, String defaultModel) {
    this.repository = repository;
    this.defaultModel = defaultModel;
    this.live = new LiveVersions(repository, loader, metrics, board);
  }

  /**
   * Loads the highest version of every model. A version that cannot be loaded is logged and listed
   * as failed; that of the default model ends the start.
   *
   * @throws IOException if the repository cannot be read, or the default model cannot be loaded
   * @throws BadConfigException if there is no model, or no default where there are several
   */
  public static ModelRegistry open(
      ServerConfig.Models config, ModelLoader loader, ServerMetrics metrics) throws IOException {
    ModelRepository repository = new ModelRepository(Path.of(config.repository()));
    String defaultModel = DefaultModel.choose(config, servable(repository));
    ModelRegistry registry = new ModelRegistry(repository, loader, metrics, defaultModel);
    try {
      registry.loadAll();
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
   * Holds a loaded version for as long as a request needs it.
   *
   * @param name of the model; empty: the default model
   * @param version which must be live; 0: whichever is
   * @return a lease that the caller closes
   * @throws ModelNotFoundException if there is no such model, or that version is not live
   */
  public Lease acquire(String name, long version) throws ModelNotFoundException {
    String wanted = orDefault(name);
    while (true) {
      LoadedModel model = live.of(wanted);
      if (model == null) {
        throw ModelNotFoundException.model(wanted, live.models());
      }
      if (version != 0 && version != model.version()) {
        throw ModelNotFoundException.version(wanted, version, List.of(model.version()));
      }
      // Fails only if the version was replaced and drained since the look-up: look again.
      if (model.hold()) {
        return new Lease(model);
      }
    }
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
      throw ModelNotFoundException.model(wanted, live.models());
    }
    return versions.stream()
        .filter(
            status ->
                version == 0 ? status.state() == VersionState.LIVE : status.version() == version)
        .findFirst()
        .orElseThrow(
            () ->
                ModelNotFoundException.version(
                    wanted, version, versions.stream().map(VersionStatus::version).toList()));
  }

  /**
   * Makes a version the live one. It is loaded and tested beside the live one, which is untouched
   * if that fails; then one reference is switched, and the old version ends with its last request.
   * Activations happen one after the other.
   *
   * @param name of the model
   * @param version of the model; 0: the highest in the repository
   * @return completes when the version is live, or with {@link ActivationException}
   * @throws ModelNotFoundException if the repository has no such model or version
   */
  public CompletableFuture<VersionStatus> activate(String name, long version)
      throws ModelNotFoundException, IOException {
    List<Long> versions = repository.versions(name);
    if (versions.isEmpty()) {
      throw ModelNotFoundException.model(name, repository.models());
    }
    long chosen = version == 0 ? versions.get(versions.size() - 1) : version;
    if (!versions.contains(chosen)) {
      throw ModelNotFoundException.version(name, version, versions);
    }
    return live.activate(name, chosen);
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
    live.close();
  }

  private void loadAll() throws IOException {
    board.syncWith(onDisk());
    for (String name : servable(repository)) {
      List<Long> versions = repository.versions(name);
      try {
        live.switchTo(name, versions.get(versions.size() - 1));
      } catch (IOException | RuntimeException e) {
        if (name.equals(defaultModel)) {
          throw e;
        }
      }
    }
  }

  private String orDefault(String name) {
    return name.isEmpty() ? defaultModel : name;
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

  private static List<String> servable(ModelRepository repository) throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : repository.models()) {
      if (!repository.versions(name).isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }
}
