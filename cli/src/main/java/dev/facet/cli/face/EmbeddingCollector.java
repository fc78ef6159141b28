package dev.facet.cli.face;

import dev.facet.client.FaceEmbedding;
import dev.facet.client.ModelRef;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Keeps the embeddings of a run, which must all succeed and be of one space. Not thread-safe. */
public final class EmbeddingCollector implements EmbeddingRun.Results {
  private final EmbeddingSpace space = new EmbeddingSpace();
  private final Map<Photo, FaceEmbedding> embeddings = new HashMap<>();

  @Override
  public void embedding(Photo photo, FaceEmbedding embedding) throws IOException {
    space.require(embedding.model());
    embeddings.put(photo, embedding);
  }

  @Override
  public void failure(Photo photo, PhotoException failure) throws IOException {
    throw new IOException(photo.name() + ": " + failure.reason(), failure);
  }

  /**
   * The embedding of a photo of the run.
   *
   * @throws IllegalArgumentException where the run had no such photo
   */
  public FaceEmbedding of(Photo photo) {
    FaceEmbedding embedding = embeddings.get(photo);
    if (embedding == null) {
      throw new IllegalArgumentException("photo: " + photo.name() + " (expected: one of the run)");
    }
    return embedding;
  }

  /**
   * The model of all embeddings.
   *
   * @throws IllegalStateException where the run had no photo
   */
  public ModelRef model() {
    return space.model().orElseThrow(() -> new IllegalStateException("no embeddings yet"));
  }
}
