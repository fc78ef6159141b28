package dev.facet.cli.face;

import dev.facet.client.FaceEmbedding;
import dev.facet.client.ModelRef;
import dev.facet.model.similarity.FaceTemplate;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the embeddings of a run, one a photo, which must all succeed and be of one space. Not
 * thread-safe.
 */
public final class EmbeddingCollector implements PhotoRun.Results<Photo, List<EmbeddedFace>> {
  private final EmbeddingSpace space = new EmbeddingSpace();
  private final Map<Photo, EmbeddedFace> embeddings = new HashMap<>();

  @Override
  public void done(Photo photo, List<EmbeddedFace> faces) throws IOException {
    if (faces.size() != 1) {
      throw new IllegalArgumentException(
          "faces of " + photo.name() + ": " + faces.size() + " (expected: 1)");
    }
    space.require(faces.get(0).embedding().model());
    embeddings.put(photo, faces.get(0));
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
    return face(photo).embedding();
  }

  /**
   * The face of a photo of the run.
   *
   * @throws IllegalArgumentException where the run had no such photo
   */
  public EmbeddedFace face(Photo photo) {
    EmbeddedFace face = embeddings.get(photo);
    if (face == null) {
      throw new IllegalArgumentException("photo: " + photo.name() + " (expected: one of the run)");
    }
    return face;
  }

  /** The template of one person's photos, of those that the run had; empty where it had none. */
  public Optional<FaceTemplate> template(List<Photo> photos) {
    List<float[]> faces =
        photos.stream().filter(embeddings::containsKey).map(photo -> of(photo).values()).toList();
    return faces.isEmpty() ? Optional.empty() : Optional.of(FaceTemplate.mean(faces));
  }

  /**
   * One of the embeddings.
   *
   * @throws IllegalStateException where the run had no photo
   */
  public FaceEmbedding any() {
    return embeddings.values().stream()
        .findAny()
        .orElseThrow(EmbeddingCollector::empty)
        .embedding();
  }

  /**
   * The model of all embeddings.
   *
   * @throws IllegalStateException where the run had no photo
   */
  public ModelRef model() {
    return space.model().orElseThrow(EmbeddingCollector::empty);
  }

  private static IllegalStateException empty() {
    return new IllegalStateException("no embeddings yet");
  }
}
