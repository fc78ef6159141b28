package dev.facet.cli.face;

import dev.facet.client.DetectedFace;
import dev.facet.client.EmbeddedFaces;
import dev.facet.client.FaceEmbedding;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A face of a photo, embedded.
 *
 * @param embedding its embedding
 * @param found where it was found; empty where it was not sought
 */
public record EmbeddedFace(FaceEmbedding embedding, Optional<DetectedFace> found) {

  /** All of a photo in which they were sought; failed with {@link NoFaceException} without any. */
  static CompletableFuture<List<EmbeddedFace>> allOf(EmbeddedFaces photo) {
    if (photo.faces().isEmpty()) {
      return CompletableFuture.failedFuture(new NoFaceException());
    }
    return CompletableFuture.completedFuture(
        photo.faces().stream()
            .map(face -> new EmbeddedFace(face.embedding(), Optional.of(face.detected())))
            .toList());
  }
}
