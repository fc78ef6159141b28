package dev.facet.cli.face;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Embeds photos, many at a time. Used by one thread. */
public interface Embedder extends AutoCloseable {

  /**
   * Starts to embed a photo. Waits while too many are under way.
   *
   * @return completed with one face, or with all that are wanted where they were to be found, by
   *     falling score, at least one; with {@link NoFaceException} where none was found, with
   *     another {@link PhotoException} where this photo is at fault, and with any other exception
   *     where the next photo would fail, too
   */
  CompletableFuture<List<EmbeddedFace>> embed(Photo photo) throws InterruptedException;

  /** Waits for what is under way, which is bounded, and frees everything. */
  @Override
  void close();
}
