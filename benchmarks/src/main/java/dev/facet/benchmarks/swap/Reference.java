package dev.facet.benchmarks.swap;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.similarity.Similarity;
import java.io.IOException;
import java.util.List;

/**
 * What a version makes of the images.
 *
 * @param version its number
 * @param digest that names it exactly
 * @param embeddings one an image
 */
public record Reference(long version, String digest, List<float[]> embeddings) {

  private static final long MOST_BYTES = 8 << 20;
  private static final long MOST_PIXELS = 1 << 25;

  /**
   * Embeds the images in this process; the model is freed then.
   *
   * @param photos image files, taken as crops of faces
   * @throws IOException if the version cannot be loaded, or a photo cannot be decoded
   */
  public static Reference of(long version, ModelBundle bundle, List<byte[]> photos)
      throws IOException {
    ImageDecoder decoder = new ImageDecoder(MOST_BYTES, MOST_PIXELS);
    FacePreprocessor preprocessor =
        new FacePreprocessor(bundle.manifest().input(), bundle.manifest().alignment());
    float[][] tensors = new float[photos.size()][];
    for (int i = 0; i < tensors.length; i++) {
      try {
        tensors[i] = preprocessor.tensor(decoder.decode(photos.get(i)), null);
      } catch (BadImageException e) {
        throw new IOException("image " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    try (EmbeddingModel model = EmbeddingModel.load(bundle, ComputeDevice.CPU)) {
      return new Reference(version, bundle.digest(), List.of(model.embed(tensors)));
    }
  }

  /** Euclidean distance of an image's embedding to another; infinite for another length. */
  double distance(int image, float[] embedding) {
    float[] own = embeddings.get(image);
    return own.length == embedding.length
        ? Similarity.euclidean(own, embedding)
        : Double.POSITIVE_INFINITY;
  }
}
