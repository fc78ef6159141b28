package dev.facet.trainer.run;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.PhotoSource;

/**
 * Embeds all photos of a source. Uses the engine on its caller; photos are prepared ahead of it by
 * threads of its own.
 */
public final class PhotoEmbeddings {

  /** Faces that are embedded together. */
  private static final int CHUNK = 16;

  /** Faces that are prepared meanwhile. */
  private static final int AHEAD = 2 * CHUNK;

  private PhotoEmbeddings() {}

  /**
   * Embeds photos.
   *
   * @param photos stay the caller's
   * @param threads that prepare photos, at least 1
   * @return the embedding of each photo, in the order of the source
   * @throws BadPhotoException if a photo cannot be read or aligned
   * @throws dev.facet.model.engine.NonFiniteEmbeddingException if the model fails on a photo
   */
  public static float[][] of(PhotoSource photos, EmbeddingModel model, int threads)
      throws BadPhotoException {
    Manifest manifest = model.manifest();
    FacePreprocessor preprocessor = new FacePreprocessor(manifest.input(), manifest.alignment());
    float[][] embeddings = new float[photos.size()][];
    try (PreparedPhotos prepared = new PreparedPhotos(photos, preprocessor, threads, AHEAD)) {
      for (int from = 0; from < embeddings.length; from += CHUNK) {
        float[][] tensors = new float[Math.min(CHUNK, embeddings.length - from)][];
        for (int i = 0; i < tensors.length; i++) {
          tensors[i] = prepared.next();
        }
        float[][] embedded = model.embed(tensors);
        System.arraycopy(embedded, 0, embeddings, from, embedded.length);
      }
    }
    return embeddings;
  }
}
