package dev.facet.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * An image to embed, and what whoever submits it gets.
 *
 * @param image one face; or a photo
 * @param detect how to find the faces of a photo; empty: the image is one face
 * @param value makes it of a result that is no failure, and is of the kind that was asked for
 */
record Submission<R>(
    FaceImage image, Optional<DetectOptions> detect, Function<EmbedResult, R> value) {

  /** One face, of which its embedding is wanted. */
  static Submission<FaceEmbedding> ofFace(FaceImage image) {
    return new Submission<>(image, Optional.empty(), EmbedResult::get);
  }

  /** A photo, of which all its faces are wanted. */
  static Submission<EmbeddedFaces> ofPhoto(FaceImage photo, DetectOptions detect) {
    return new Submission<>(photo, Optional.of(detect), EmbedResult::getFaces);
  }

  /** Either of them, of which the result is wanted. */
  static Submission<EmbedResult> of(FaceImage image, Optional<DetectOptions> detect) {
    return new Submission<>(image, detect, Function.identity());
  }

  /**
   * Returns what is wanted of a result.
   *
   * @throws FacetException if the result is a failure, or not of the kind that was asked for
   */
  R valueOf(EmbedResult result) {
    EmbedResult checked = result.expecting(detect);
    if (checked.error().isPresent()) {
      throw checked.error().get();
    }
    return value.apply(checked);
  }

  /** Completes the future of whoever submitted it. */
  void complete(CompletableFuture<R> future, EmbedResult result) {
    try {
      future.complete(valueOf(result));
    } catch (FacetException failure) {
      future.completeExceptionally(failure);
    }
  }
}
