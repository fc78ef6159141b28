package dev.facet.server.registry;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is loaded of one model in line with its {@link VersionPolicy}: at start, and whenever
 * the watched repository is looked at. A version that cannot be loaded never takes anything from
 * one that can: the next is tried, and the failed one again only once its files have changed. For
 * the one thread that makes changes.
 */
final class VersionKeeper {

  private static final Logger log = LoggerFactory.getLogger(VersionKeeper.class);

  private final ServedModel model;
  private final ModelRepository repository;
  private final Duration loadLimit;

  /** How the files of versions looked that could not be loaded. */
  private final Map<Long, Map<String, String>> failed = new HashMap<>();

  /** How the files of versions looked when they were seen last, but not loaded yet. */
  private final Map<Long, Map<String, String>> seen = new HashMap<>();

  VersionKeeper(ServedModel model, ModelRepository repository, Duration loadLimit) {
    this.model = model;
    this.repository = repository;
    this.loadLimit = loadLimit;
  }

  /**
   * Loads what is to be loaded when the server starts: the first of the versions that can be, and
   * those that are pinned.
   *
   * @throws ChangeRefusedException why the first of several was refused, where none can be live
   */
  void start() throws ChangeRefusedException, IOException {
    Serving serving = model.read();
    Optional<ChangeRefusedException> first = startLive(serving);
    for (long version : model.policy().toPin(serving)) {
      pin(version, VersionLoading.UNLIMITED);
    }
    if (first.isPresent()) {
      throw first.get();
    }
  }

  /** Empty where a version is live now, or none is to be; else why the first was refused. */
  private Optional<ChangeRefusedException> startLive(Serving serving) throws IOException {
    Optional<ChangeRefusedException> first = Optional.empty();
    for (WantedVersion wanted :
        model.policy().toStart(serving, repository.versions(model.name()))) {
      Optional<ChangeRefusedException> refusal =
          tryLive(wanted, VersionLoading.UNLIMITED, loaded -> {});
      if (refusal.isEmpty()) {
        return refusal;
      }
      first = first.isEmpty() ? refusal : first;
    }
    return first;
  }

  /** Follows what has changed in the repository. */
  void follow() throws ChangeRefusedException, IOException {
    Serving serving = model.read();
    if (serving.follow() == Serving.Follow.NONE && model.policy().live().isEmpty()) {
      if (model.liveVersion() != 0 && !model.isDefault()) {
        model.put(model.deployment().withoutLive());
      }
    } else if (model.deployment().candidate() == null) {
      // While a candidate is tried, whoever tries it decides.
      followLive(serving);
    }
    Set<Long> pinned = model.policy().toPin(serving);
    for (long version : model.deployment().pinned()) {
      if (!pinned.contains(version)) {
        model.put(model.deployment().withoutPinned(version));
      }
    }
    for (long version : pinned) {
      if (!model.deployment().pinned().contains(version) && isReady(version)) {
        pin(version, loadLimit);
      }
    }
  }

  private void followLive(Serving serving) throws IOException, ChangeRefusedException {
    long before = model.liveVersion();
    boolean recorded = model.policy().live().isEmpty() && serving.follow() == Serving.Follow.LATEST;
    for (WantedVersion wanted :
        model.policy().toFollow(serving, repository.versions(model.name()), before)) {
      if (isReady(wanted.version())
          && swap(wanted, recorded ? loaded -> record(loaded, serving) : loaded -> {})) {
        return;
      }
    }
  }

  /**
   * Writes down what is about to go live, so that a rollback finds its way. Before it is seen to be
   * live, and not over what was written since the repository was looked at: whoever then writes
   * down another choice is followed at the next look. A repository that cannot be written to is no
   * obstacle.
   */
  private void record(LoadedModel loaded, Serving seen) {
    try {
      if (model.read().equals(seen)) {
        model.keep(model.recorded().activated(ServedModel.choiceOf(loaded), Serving.Follow.LATEST));
      }
    } catch (ChangeRefusedException e) {
      log.warn("{}: {}", model.name(), e.getMessage());
    }
  }

  private boolean swap(WantedVersion wanted, Consumer<LoadedModel> record) throws IOException {
    long start = System.nanoTime();
    boolean live = tryLive(wanted, loadLimit, record).isEmpty();
    model.count(live, Duration.ofNanos(System.nanoTime() - start));
    return live;
  }

  private Optional<ChangeRefusedException> tryLive(
      WantedVersion wanted, Duration limit, Consumer<LoadedModel> record) throws IOException {
    try {
      LoadedModel loaded = model.obtain(wanted, limit);
      record.accept(loaded);
      model.goLive(loaded);
      failed.remove(wanted.version());
      return Optional.empty();
    } catch (ChangeRefusedException e) {
      failed.put(wanted.version(), files(wanted.version()));
      return Optional.of(e);
    }
  }

  private void pin(long version, Duration limit) throws IOException {
    try {
      LoadedModel loaded = model.obtain(WantedVersion.any(version), limit);
      model.put(model.deployment().withPinned(loaded));
    } catch (ChangeRefusedException e) {
      failed.put(version, files(version));
    }
  }

  /**
   * Whether a version is worth a try: it has not failed as it is, and is not being copied to where
   * it is, since its files look as they did the last time.
   */
  private boolean isReady(long version) throws IOException {
    if (model.deployment().loaded(version) != null) {
      return true;
    }
    Map<String, String> now = files(version);
    if (now.equals(failed.get(version))) {
      return false;
    }
    if (now.equals(seen.put(version, now))) {
      seen.remove(version);
      return true;
    }
    return false;
  }

  /** Name, size and time of each file of a version. */
  private Map<String, String> files(long version) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Path directory = repository.root().resolve(model.name()).resolve(Long.toString(version));
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
        for (Path child : children) {
          files.put(child.toString(), Files.size(child) + " " + Files.getLastModifiedTime(child));
        }
      }
    }
    return files;
  }
}
