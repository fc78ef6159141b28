package dev.facet.cli.face;

import dev.facet.client.FaceEmbedding;
import java.util.concurrent.CompletableFuture;

/** Embeds photos, many at a time. Used by one thread. */
public interface Embedder extends AutoCloseable {

  /**
   * Starts to embed a photo. Waits while too many are under way.
   *
   * @return completed with the embedding; with {@link PhotoException} where this photo is at fault,
   *     and with any other exception where the next photo would fail, too
   */
  CompletableFuture<FaceEmbedding> embed(Photo photo) throws InterruptedException;

  /** Waits for what is under way, which is bounded, and frees everything. */
  @Override
  void close();
}
