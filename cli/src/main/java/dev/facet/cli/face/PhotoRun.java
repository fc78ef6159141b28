package dev.facet.cli.face;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Works on many photos at a time and hands the results on in the photos' order. */
public final class PhotoRun {
  /** Most photos whose results wait for an earlier one; more than any work has under way. */
  private static final int WINDOW = 256;

  private PhotoRun() {}

  /** What is done with each photo. */
  @FunctionalInterface
  public interface Work<P, R> {

    /** Starts it, as {@link Embedder#embed} does. */
    CompletableFuture<R> start(P photo) throws InterruptedException;
  }

  /** Takes what became of each photo, one at a time, in their order. */
  public interface Results<P, R> {
    void done(P photo, R result) throws IOException;

    void failure(P photo, PhotoException failure) throws IOException;
  }

  /**
   * Works on the photos. A photo that is at fault is a result; every other failure ends the run.
   *
   * @param step called after each result
   * @throws IOException where a model or a result's destination fails
   * @throws dev.facet.client.FacetException where the server fails
   */
  public static <P, R> void run(
      Work<P, R> work, List<P> photos, Results<? super P, ? super R> results, Runnable step)
      throws IOException, InterruptedException {
    Queue<Pending<P, R>> window = new ArrayDeque<>();
    for (P photo : photos) {
      if (window.size() == WINDOW) {
        window.remove().settle(results);
        step.run();
      }
      window.add(new Pending<>(photo, work.start(photo)));
    }
    for (Pending<P, R> pending : window) {
      pending.settle(results);
      step.run();
    }
  }

  private record Pending<P, R>(P photo, CompletableFuture<R> result) {
    void settle(Results<? super P, ? super R> results) throws IOException, InterruptedException {
      R done;
      try {
        done = result.get();
      } catch (ExecutionException e) {
        results.failure(photo, photoFailure(e.getCause()));
        return;
      }
      results.done(photo, done);
    }

    private static PhotoException photoFailure(@Nullable Throwable cause) throws IOException {
      if (cause instanceof PhotoException photo) {
        return photo;
      }
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    }
  }
}
