package dev.facet.server.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is loaded of one model at one moment, and for what: at most one live version, versions that
 * are pinned, and at most one candidate with its rollout. Immutable: a change makes another, which
 * lacks the versions that are for nothing any more.
 */
final class Deployment {

  /** Nothing is loaded. */
  static final Deployment EMPTY = new Deployment(new TreeMap<>(), 0, Set.of(), 0, null);

  private final SortedMap<Long, LoadedModel> loaded;
  private final long live; // 0: none
  private final Set<Long> pinned;
  private final long candidate; // 0: none
  private final @Nullable Rollout rollout;

  private Deployment(
      SortedMap<Long, LoadedModel> loaded,
      long live,
      Set<Long> pinned,
      long candidate,
      @Nullable Rollout rollout) {
    SortedMap<Long, LoadedModel> needed = new TreeMap<>(loaded);
    needed
        .keySet()
        .removeIf(version -> version != live && version != candidate && !pinned.contains(version));
    this.loaded = Collections.unmodifiableSortedMap(needed);
    this.live = live;
    this.pinned = Set.copyOf(pinned);
    this.candidate = candidate;
    this.rollout = rollout;
  }

  /**
   * The version that is to serve a request; null where there is none.
   *
   * @param version that it names; 0: none
   * @param key keeps requests together while a canary runs; empty: nothing does
   */
  @Nullable LoadedModel serving(long version, String key) {
    if (version != 0) {
      return loaded.get(version);
    }
    LoadedModel model = loaded.get(candidate);
    return model != null && rollout != null && rollout.takes(model.digest(), key) ? model : live();
  }

  /** The loaded version of that embedding space; null where there is none. */
  @Nullable LoadedModel ofDigest(String digest) {
    return loaded.values().stream()
        .filter(model -> model.digest().equals(digest))
        .findFirst()
        .orElse(null);
  }

  /** The live version; null where there is none. */
  @Nullable LoadedModel live() {
    return loaded.get(live);
  }

  /** The candidate; null where there is none. */
  @Nullable LoadedModel candidate() {
    return loaded.get(candidate);
  }

  /** All that are loaded, in the order of their versions. */
  Collection<LoadedModel> loaded() {
    return loaded.values();
  }

  /** A loaded version; null where it is not loaded. */
  @Nullable LoadedModel loaded(long version) {
    return loaded.get(version);
  }

  /** The pinned versions. */
  Set<Long> pinned() {
    return pinned;
  }

  /** What a loaded version is for. */
  VersionStatus status(LoadedModel model) {
    if (model.version() == live) {
      return VersionStatus.of(model, VersionState.LIVE);
    }
    if (model.version() == candidate && rollout != null) {
      return VersionStatus.of(model, rollout);
    }
    return VersionStatus.of(model, VersionState.PINNED);
  }

  /** With another live version, which ends the rollout. */
  Deployment withLive(LoadedModel model) {
    return new Deployment(with(model), model.version(), pinned, 0, null);
  }

  /** Without a live version, which ends the rollout. */
  Deployment withoutLive() {
    return new Deployment(loaded, 0, pinned, 0, null);
  }

  /** With another pinned version. */
  Deployment withPinned(LoadedModel model) {
    Set<Long> more = new HashSet<>(pinned);
    more.add(model.version());
    return new Deployment(with(model), live, more, candidate, rollout);
  }

  /** Without a pinned version. */
  Deployment withoutPinned(long version) {
    Set<Long> fewer = new HashSet<>(pinned);
    fewer.remove(version);
    return new Deployment(loaded, live, fewer, candidate, rollout);
  }

  /** With a candidate in place of any other. */
  Deployment withRollout(LoadedModel model, Rollout begun) {
    return new Deployment(with(model), live, pinned, model.version(), begun);
  }

  /** Without a candidate. */
  Deployment withoutRollout() {
    return new Deployment(loaded, live, pinned, 0, null);
  }

  /** What the candidate does, while there is one. */
  Optional<Rollout> rollout() {
    return Optional.ofNullable(rollout);
  }

  private SortedMap<Long, LoadedModel> with(LoadedModel model) {
    SortedMap<Long, LoadedModel> more = new TreeMap<>(loaded);
    more.put(model.version(), model);
    return more;
  }
}
