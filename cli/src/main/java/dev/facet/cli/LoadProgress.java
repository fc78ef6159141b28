package dev.facet.cli;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.facet.client.FacetClient;
import dev.facet.client.LoadStage;
import dev.facet.client.ModelVersion;
import dev.facet.client.ModelWatch;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Shows how far a server is with loading a model: on a terminal, in one line; else nothing. */
final class LoadProgress {
  private final StatusLine line;
  private final String model;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private @Nullable ModelWatch watch;

  private LoadProgress(StatusLine line, String model) {
    this.line = line;
    this.model = model;
  }

  /** Watches from now on. A server that does not tell of its models is not waited for. */
  static LoadProgress start(Console console, FacetClient client, String model) {
    LoadProgress progress = new LoadProgress(new StatusLine(console.err()), model);
    if (console.interactive()) {
      progress.watch = client.watchModels(progress::show);
      // What is asked for before the server knows the watch could go unseen.
      progress.begun.completeOnTimeout(null, 1, SECONDS).join();
    }
    return progress;
  }

  private void show(ModelVersion version) {
    if (version.ref().name().equals(model) && version.stage() != LoadStage.NONE) {
      line.show(VersionText.name(version) + ": " + VersionText.stage(version));
    }
    begun.complete(null);
  }

  /** Watches no more, and takes the line away. */
  void close() {
    if (watch != null) {
      watch.close();
      // Until then the line is the watch's. How it ended matters to nobody here.
      watch.ended().exceptionally(failure -> null).join();
      line.clear();
    }
  }
}
