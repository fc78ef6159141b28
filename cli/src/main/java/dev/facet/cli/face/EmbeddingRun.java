package dev.facet.cli.face;

import dev.facet.client.FaceEmbedding;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Embeds many photos at a time and hands the results on in the photos' order. */
public final class EmbeddingRun {
  /** Most photos whose results wait for an earlier one; more than any embedder has under way. */
  private static final int WINDOW = 256;

  private EmbeddingRun() {}

  /** Takes what became of each photo, one at a time, in their order. */
  public interface Results {
    void embedding(Photo photo, FaceEmbedding embedding) throws IOException;

    void failure(Photo photo, PhotoException failure) throws IOException;
  }

  /**
   * Embeds the photos. A photo that is at fault is a result; every other failure ends the run.
   *
   * @param step called after each result
   * @throws IOException where a model or a result's destination fails
   * @throws dev.facet.client.FacetException where the server fails
   */
  public static void embed(Embedder embedder, List<Photo> photos, Results results, Runnable step)
      throws IOException, InterruptedException {
    Queue<Pending> window = new ArrayDeque<>();
    for (Photo photo : photos) {
      if (window.size() == WINDOW) {
        window.remove().settle(results);
        step.run();
      }
      window.add(new Pending(photo, embedder.embed(photo)));
    }
    for (Pending pending : window) {
      pending.settle(results);
      step.run();
    }
  }

  private record Pending(Photo photo, CompletableFuture<FaceEmbedding> result) {
    void settle(Results results) throws IOException, InterruptedException {
      FaceEmbedding embedding;
      try {
        embedding = result.get();
      } catch (ExecutionException e) {
        results.failure(photo, photoFailure(e.getCause()));
        return;
      }
      results.embedding(photo, embedding);
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
