package dev.facet.server.registry;

import dev.facet.model.bundle.Serving;
import dev.facet.server.config.ServerConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which versions of one model are to be live and pinned: as the configuration says, else as the
 * record in the repository says ({@link Serving}), else the highest.
 *
 * @param live the version that the configuration names; empty: it names none
 * @param pinned the versions that the configuration keeps loaded
 * @param polls whether the repository is watched
 */
record VersionPolicy(Optional<Long> live, Set<Long> pinned, boolean polls) {

  static VersionPolicy of(ServerConfig.Models config, String model) {
    return new VersionPolicy(
        versions(config.live(), model).stream().findFirst(),
        versions(config.pinned(), model),
        config.polls());
  }

  /**
   * The versions to try at start, until one of them is live. That which was live comes first, even
   * where a higher one has been published since, unless the model follows its repository.
   *
   * @param versions those of the repository, ascending
   */
  List<WantedVersion> toStart(Serving serving, List<Long> versions) {
    if (live.isPresent()) {
      return List.of(WantedVersion.any(live.get()));
    }
    if (serving.follow() == Serving.Follow.NONE) {
      return List.of();
    }
    Map<Long, WantedVersion> wanted = new LinkedHashMap<>();
    if (!(polls && serving.follow() == Serving.Follow.LATEST)) {
      wereLive(serving).forEach(version -> wanted.putIfAbsent(version.version(), version));
    }
    versions.stream()
        .sorted(Comparator.reverseOrder())
        .forEach(version -> wanted.putIfAbsent(version, WantedVersion.any(version)));
    return List.copyOf(wanted.values());
  }

  /**
   * The versions to try while the server runs, until one of them is live; none where the live one
   * is the right one.
   *
   * @param versions those of the repository, ascending
   * @param now the live version; 0: none
   */
  List<WantedVersion> toFollow(Serving serving, List<Long> versions, long now) {
    List<WantedVersion> wanted = new ArrayList<>();
    if (live.isPresent()) {
      wanted.add(WantedVersion.any(live.get()));
    } else if (serving.follow() == Serving.Follow.FIXED) {
      wereLive(serving).limit(1).forEach(wanted::add);
    } else if (serving.follow() == Serving.Follow.LATEST) {
      // Never a lower one: what is live was published, even if it is gone from the disk.
      versions.stream()
          .filter(version -> version > now)
          .sorted(Comparator.reverseOrder())
          .forEach(version -> wanted.add(WantedVersion.any(version)));
    }
    wanted.removeIf(version -> version.version() == now);
    return wanted;
  }

  /** The versions to keep loaded. */
  Set<Long> toPin(Serving serving) {
    Set<Long> all = new TreeSet<>(pinned);
    all.addAll(serving.pinned());
    return all;
  }

  /** What is recorded as live, then what was before. */
  private static Stream<WantedVersion> wereLive(Serving serving) {
    return Stream.concat(Stream.ofNullable(serving.live()), serving.history().stream())
        .map(WantedVersion::of);
  }

  private static Set<Long> versions(List<String> named, String model) {
    Set<Long> versions = new TreeSet<>();
    for (String name : named) {
      int slash = name.lastIndexOf('/');
      if (name.substring(0, slash).equals(model)) {
        versions.add(Long.valueOf(name.substring(slash + 1)));
      }
    }
    return versions;
  }
}
