package dev.facet.cli.face;

import dev.facet.client.DetectOptions;
import dev.facet.client.EmbeddedFaces;
import dev.facet.client.FaceEmbedding;
import java.io.IOException;
import java.nio.file.Path;
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

  /**
   * Starts to find the faces of a photo, and to embed them. Waits while too many are under way.
   *
   * @param wanted which faces
   * @return completed as by {@link #embed}, but with what is known of the photo, too; that it has
   *     no face is no failure
   */
  CompletableFuture<EmbeddedFaces> embedFaces(Path photo, DetectOptions wanted)
      throws InterruptedException;

  /**
   * Least similarity of two faces at which the model, as it is calibrated, takes at most a part of
   * the pairs of two people for one.
   *
   * @param embedding made by this embedder, of whose model the calibration counts
   * @param maxFar the part: above 0, below 1
   * @return a cosine, -1 to 1
   * @throws NotCalibratedException where the model is not calibrated so far
   * @throws IOException where a server does not answer
   */
  double threshold(FaceEmbedding embedding, double maxFar) throws IOException;

  /** Waits for what is under way, which is bounded, and frees everything. */
  @Override
  void close();
}
