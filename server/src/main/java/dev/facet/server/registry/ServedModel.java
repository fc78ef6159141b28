package dev.facet.server.registry;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import dev.facet.server.registry.ChangeRefusedException.Reason;
import dev.facet.server.telemetry.ServerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model: what is loaded of it, and how that changes. Any thread may read {@link #deployment};
 * all else is for the one thread that makes changes. A change loads what it needs, writes the
 * choice down, and only then replaces the deployment: what fails before has changed nothing, and a
 * process that is killed in between starts again on a version that was found good.
 */
final class ServedModel {

  private static final Logger log = LoggerFactory.getLogger(ServedModel.class);

  private final String name;
  private final boolean isDefault;
  private final VersionPolicy policy;
  private final Limits limits;
  private final ModelRepository repository;
  private final VersionLoading loading;
  private final VersionBoard board;
  private final ServerMetrics metrics;
  private volatile Deployment deployment = Deployment.EMPTY;

  /**
   * How long things may take.
   *
   * @param load while the server runs
   * @param drain until streams lose a version that they hold
   */
  record Limits(Duration load, Duration drain) {}

  ServedModel(
      String name,
      boolean isDefault,
      VersionPolicy policy,
      Limits limits,
      ModelRepository repository,
      VersionLoading loading,
      VersionBoard board,
      ServerMetrics metrics) {
    this.name = name;
    this.isDefault = isDefault;
    this.policy = policy;
    this.limits = limits;
    this.repository = repository;
    this.loading = loading;
    this.board = board;
    this.metrics = metrics;
    metrics.served(name, this::admitted);
  }

  String name() {
    return name;
  }

  /** Whether it serves the requests that name no model, and so must have a live version. */
  boolean isDefault() {
    return isDefault;
  }

  VersionPolicy policy() {
    return policy;
  }

  /** What is loaded now. */
  Deployment deployment() {
    return deployment;
  }

  /** The number of the live version; 0: there is none. */
  long liveVersion() {
    LoadedModel live = deployment.live();
    return live == null ? 0 : live.version();
  }

  /**
   * Makes a version the live one.
   *
   * @param follow whether it stays so ({@code FIXED}) or the highest version is live from now on
   */
  VersionStatus activate(WantedVersion wanted, Serving.Follow follow)
      throws ChangeRefusedException {
    requireFree(wanted.version());
    LoadedModel model = obtain(wanted, limits.load());
    keepFor(model, () -> recorded().activated(choiceOf(model), follow));
    return goLive(model);
  }

  /** Makes the version live that was live before. */
  VersionStatus rollBack() throws ChangeRefusedException {
    Serving recorded = recorded();
    if (recorded.history().isEmpty()) {
      throw new ChangeRefusedException(
          Reason.NO_PREVIOUS_VERSION, name + ": no version was live before the present one");
    }
    WantedVersion previous = WantedVersion.of(recorded.history().get(0));
    requireFree(previous.version());
    LoadedModel model = obtain(previous, limits.load());
    keepFor(model, recorded::rolledBack);
    return goLive(model);
  }

  /** Keeps a version loaded. */
  VersionStatus pin(WantedVersion wanted) throws ChangeRefusedException {
    LoadedModel model = obtain(wanted, limits.load());
    keepFor(model, () -> read().withPinned(wanted.version()));
    put(deployment.withPinned(model));
    return deployment.status(model);
  }

  /**
   * Takes a version out of all that it is for.
   *
   * @param version 0: the live one
   */
  VersionStatus deactivate(long version) throws ChangeRefusedException {
    long chosen = version == 0 ? liveVersion() : version;
    LoadedModel model = deployment.loaded(chosen);
    if (model == null) {
      throw new ChangeRefusedException(
          Reason.NOT_LOADED,
          version == 0 ? name + ": no version is live" : name + " " + version + ": not loaded");
    }
    boolean live = model.equals(deployment.live());
    if (live && isDefault) {
      throw new ChangeRefusedException(
          Reason.DEFAULT_MODEL, name + ": serves the requests that name no model");
    }
    if ((live && policy.live().isPresent()) || policy.pinned().contains(chosen)) {
      throw fixed();
    }
    keep((live ? recorded().deactivated() : read()).withoutPinned(chosen));
    Deployment without = deployment.withoutPinned(chosen);
    if (live) {
      without = without.withoutLive();
    } else if (model.equals(without.candidate())) {
      without = without.withoutRollout();
    }
    put(without);
    return board.get(name, chosen);
  }

  /** Makes a version the candidate. */
  VersionStatus startRollout(WantedVersion wanted, Rollout rollout) throws ChangeRefusedException {
    LoadedModel live = deployment.live();
    if (live == null) {
      throw new ChangeRefusedException(
          Reason.NO_LIVE_VERSION, name + ": no version is live (expected: one to compare with)");
    }
    if (wanted.version() == live.version()) {
      throw new ChangeRefusedException(
          Reason.ALREADY_LIVE, name + " " + wanted.version() + ": is live (expected: another)");
    }
    LoadedModel model = obtain(wanted, limits.load());
    if (rollout.kind() == Rollout.Kind.SHADOW) {
      requireComparable(model, live);
    }
    put(deployment.withRollout(model, rollout));
    log.info("{} {}: {} of {}", name, model.version(), rollout.kind(), rollout.share());
    return deployment.status(model);
  }

  /** A shadow is measured by its embeddings. */
  private void requireComparable(LoadedModel candidate, LoadedModel live)
      throws ChangeRefusedException {
    String dimension = dimension(candidate);
    String expected = dimension(live);
    if (dimension.isEmpty() || !dimension.equals(expected)) {
      letGo(candidate);
      throw new ChangeRefusedException(
          Reason.NOT_COMPARABLE,
          dimension.isEmpty()
              ? name + ": finds faces (expected: a model that embeds them, to be a shadow)"
              : "%s %d: dimension: %s (expected: %s, that of the live version)"
                  .formatted(name, candidate.version(), dimension, expected));
    }
  }

  /** Of embeddings; empty where there are none. */
  private static String dimension(LoadedModel model) {
    return model instanceof LoadedEmbedder embedder
        ? Integer.toString(embedder.manifest().output().dimension())
        : "";
  }

  /** Ends the rollout. */
  VersionStatus stopRollout() throws ChangeRefusedException {
    LoadedModel candidate = deployment.candidate();
    if (candidate == null) {
      throw new ChangeRefusedException(Reason.NO_ROLLOUT, name + ": no canary and no shadow");
    }
    put(deployment.withoutRollout());
    return board.get(name, candidate.version());
  }

  /** Lets go of everything that is loaded. */
  void close() {
    Deployment last = deployment;
    deployment = Deployment.EMPTY;
    last.loaded().forEach(model -> model.retire(limits.drain()));
  }

  // What follows is also for VersionKeeper, which acts without being asked.

  /** A version that is loaded already, or now is. */
  LoadedModel obtain(WantedVersion wanted, Duration limit) throws ChangeRefusedException {
    LoadedModel loaded = deployment.loaded(wanted.version());
    if (loaded == null) {
      return sameKind(loading.load(name, wanted, limit));
    }
    if (!wanted.allows(loaded.digest())) {
      throw new ChangeRefusedException(
          Reason.DIGEST_MISMATCH,
          "%s %d: digest: %s (expected: %s)"
              .formatted(name, wanted.version(), loaded.digest(), wanted.digest()));
    }
    return loaded;
  }

  /** Requests of a model get what they ask for, whatever version they meet. */
  private LoadedModel sameKind(LoadedModel model) throws ChangeRefusedException {
    for (LoadedModel other : deployment.loaded()) {
      if (other.getClass() != model.getClass()) {
        letGo(model);
        throw new ChangeRefusedException(
            Reason.OTHER_KIND,
            "%s %d: does something else than version %d (expected: both embed faces, or both find"
                    .formatted(name, model.version(), other.version())
                + " them)");
      }
    }
    return model;
  }

  /** Switches to a version, and lets go of the one before unless it is pinned. */
  VersionStatus goLive(LoadedModel model) {
    if (!model.equals(deployment.live())) {
      put(deployment.withLive(model));
      metrics.live(name, model.version());
      log.info("{} {}: live, digest {}", name, model.version(), model.digest());
    }
    return deployment.status(model);
  }

  /** Replaces the deployment, says so, and lets go of what is for nothing any more. */
  void put(Deployment next) {
    Deployment before = deployment;
    deployment = next;
    for (LoadedModel model : next.loaded()) {
      board.change(next.status(model));
    }
    for (LoadedModel model : before.loaded()) {
      if (!model.equals(next.loaded(model.version()))) {
        retire(model);
      }
    }
  }

  /**
   * What is written down, brought in line with what is live: for changes of that, since another
   * server of the repository may have written down another.
   */
  Serving recorded() throws ChangeRefusedException {
    Serving recorded = read();
    LoadedModel live = deployment.live();
    if (live == null || choiceOf(live).equals(recorded.live())) {
      return recorded;
    }
    Serving.Follow follow =
        recorded.follow() == Serving.Follow.LATEST ? Serving.Follow.LATEST : Serving.Follow.FIXED;
    Serving actual = recorded.activated(choiceOf(live), follow);
    return couldNotBeLoaded(recorded.live()) ? withoutLatest(actual) : actual;
  }

  /** So that a rollback does not lead to what failed at start. */
  private static Serving withoutLatest(Serving serving) {
    List<Serving.Choice> history = serving.history();
    return new Serving(
        serving.follow(), serving.live(), history.subList(1, history.size()), serving.pinned());
  }

  private boolean couldNotBeLoaded(Serving.@Nullable Choice choice) {
    return choice != null && board.get(name, choice.version()).state() == VersionState.FAILED;
  }

  /** What is written down. */
  Serving read() throws ChangeRefusedException {
    try {
      return repository.serving(name);
    } catch (IOException e) {
      throw new ChangeRefusedException(Reason.CHOICE_NOT_KEPT, String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes down what is to outlive a restart. */
  void keep(Serving serving) throws ChangeRefusedException {
    try {
      repository.setServing(name, serving);
    } catch (IOException e) {
      throw new ChangeRefusedException(
          Reason.CHOICE_NOT_KEPT,
          name + ": the choice cannot be written to the repository: " + e.getMessage(),
          e);
    }
  }

  /** Counts a version that went live, or was to, without being asked for. */
  void count(boolean live, Duration elapsed) {
    if (live) {
      metrics.swapped(name, elapsed);
    } else {
      metrics.swapFailed(name);
    }
  }

  static Serving.Choice choiceOf(LoadedModel model) {
    return new Serving.Choice(model.version(), model.digest());
  }

  /** What is to be written down, which may depend on what is. */
  @FunctionalInterface
  private interface NextServing {
    Serving get() throws ChangeRefusedException;
  }

  /** Writes down what a version was obtained for; where that cannot be, lets go of it. */
  private void keepFor(LoadedModel obtained, NextServing next) throws ChangeRefusedException {
    try {
      keep(next.get());
    } catch (ChangeRefusedException e) {
      letGo(obtained);
      throw e;
    }
  }

  /** Frees a version that was obtained for a change that then did not happen. */
  private void letGo(LoadedModel model) {
    if (!model.equals(deployment.loaded(model.version()))) {
      retire(model);
    }
  }

  private void retire(LoadedModel model) {
    VersionStatus draining = VersionStatus.of(model, VersionState.DRAINING);
    VersionStatus drained = VersionStatus.of(name, model.version(), VersionState.AVAILABLE);
    board.set(draining);
    // Not where the version was loaded again in the meantime.
    model.whenClosed(() -> board.replace(draining, drained));
    model.retire(limits.drain());
  }

  private void requireFree(long version) throws ChangeRefusedException {
    if (policy.live().isPresent() && policy.live().get() != version) {
      throw fixed();
    }
  }

  private ChangeRefusedException fixed() {
    return new ChangeRefusedException(
        Reason.FIXED_BY_CONFIG,
        name + ": the server's configuration decides (models.live, models.pinned)");
  }

  private long admitted() {
    return deployment.loaded().stream().mapToLong(model -> model.entrance().items()).sum();
  }
}
