package dev.facet.server.registry;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.engine.LoadProgress;
import dev.facet.model.engine.LoadStage;
import dev.facet.model.signing.BadSignatureException;
import dev.facet.server.registry.ChangeRefusedException.Reason;
import dev.facet.server.telemetry.ServerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings versions into memory, one at a time, within a time limit, and says on the board how it
 * goes. For one thread; only {@link #stop} is for any.
 */
final class VersionLoading {

  private static final Logger log = LoggerFactory.getLogger(VersionLoading.class);

  /** For loads before the server listens: whoever starts it sees that it does not. */
  static final Duration UNLIMITED = Duration.ofDays(365);

  private final VersionFiles files;
  private final ModelLoader loader;
  private final VersionBoard board;
  private final ServerMetrics metrics;
  private volatile @Nullable LoadAttempt current;
  private volatile boolean stopped;

  VersionLoading(
      VersionFiles files, ModelLoader loader, VersionBoard board, ServerMetrics metrics) {
    this.files = files;
    this.loader = loader;
    this.board = board;
    this.metrics = metrics;
  }

  /**
   * Loads a version. A failure is logged and set on the board; nothing of it stays in memory.
   *
   * @param wanted the version, and the digest that it must have, unless that is empty
   * @return the version, held once
   */
  LoadedModel load(String name, WantedVersion wanted, Duration limit)
      throws ChangeRefusedException {
    long version = wanted.version();
    board.set(VersionStatus.loading(name, version, LoadStage.CHECKING));
    try {
      return attempt(name, wanted, limit);
    } catch (ChangeRefusedException e) {
      log.error("not loaded: {}", e.getMessage());
      board.set(VersionStatus.failed(name, version, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private LoadedModel attempt(String name, WantedVersion wanted, Duration limit)
      throws ChangeRefusedException {
    long version = wanted.version();
    String which = name + " " + version + ": ";
    LoadAttempt attempt =
        LoadAttempt.begin(
            loader.threads(),
            "facet-load-" + name + "-" + version,
            progress -> load(name, wanted, progress),
            stage -> board.change(VersionStatus.loading(name, version, stage)));
    current = attempt;
    if (stopped) {
      attempt.giveUp();
    }
    try {
      LoadedModel model = attempt.await(limit);
      metrics.loaded(name);
      model.whenClosed(() -> metrics.freed(name));
      return model;
    } catch (TimeoutException e) {
      throw new ChangeRefusedException(
          Reason.LOAD_TIMEOUT,
          which + "not loaded within " + limit.toMillis() + " ms (models.load-timeout)",
          e);
    } catch (CancellationException e) {
      throw new RegistryClosedException(e);
    } catch (ExecutionException e) {
      throw refused(which, e.getCause() == null ? e : e.getCause());
    } finally {
      current = null;
    }
  }

  /** Gives the load up that is under way, and every later one. */
  void stop() {
    stopped = true;
    LoadAttempt attempt = current;
    if (attempt != null) {
      attempt.giveUp();
    }
  }

  private LoadedModel load(String name, WantedVersion wanted, LoadProgress progress)
      throws IOException, ChangeRefusedException {
    try (VersionFiles.Opened opened = files.open(name, wanted.version())) {
      Bundle bundle = opened.bundle();
      if (!wanted.allows(bundle.digest())) {
        throw new ChangeRefusedException(
            Reason.DIGEST_MISMATCH,
            "digest: " + bundle.digest() + " (expected: " + wanted.digest() + ")");
      }
      return loader.load(name, wanted.version(), bundle, progress);
    }
  }

  private static ChangeRefusedException refused(String which, Throwable cause) {
    Reason reason = Reason.MODEL_NOT_LOADABLE;
    if (cause instanceof ChangeRefusedException refused) {
      reason = refused.reason();
    } else if (cause instanceof InsufficientMemoryException) {
      reason = Reason.INSUFFICIENT_MEMORY;
    } else if (cause instanceof BadSignatureException) {
      reason = Reason.UNTRUSTED_VERSION;
    }
    return new ChangeRefusedException(reason, which + cause.getMessage(), cause);
  }
}
