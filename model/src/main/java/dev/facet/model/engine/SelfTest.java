package dev.facet.model.engine;

import ai.djl.engine.EngineException;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.similarity.Similarity;
import java.util.Arrays;
import java.util.Random;

/**
 * Tries a model that was just loaded: a made-up face alone, then as the last of a batch of every
 * size that the engine runs. So the engine has made its plans before the first real face comes, and
 * a graph that gives no finite vectors, or mixes the faces of a batch, is found before it serves.
 */
final class SelfTest {

  /** Difference allowed between batches, as a part of the norm; float32 gives about 1e-5. */
  private static final double TOLERANCE = 1e-3;

  private final EmbeddingModel model;
  private final ModelBundle bundle;
  private final Runnable step;

  private SelfTest(EmbeddingModel model, ModelBundle bundle, Runnable step) {
    this.model = model;
    this.bundle = bundle;
    this.step = step;
  }

  /**
   * Tries a model.
   *
   * @param step runs before each batch; what it throws ends the test
   * @return the embedding of the made-up face, the same face for every model of one input
   * @throws BadBundleException if it fails
   */
  static float[] run(EmbeddingModel model, ModelBundle bundle, Runnable step)
      throws BadBundleException {
    try {
      return new SelfTest(model, bundle, step).tryBatches();
    } catch (EngineException e) {
      throw new BadBundleException(
          bundle.symbol(), "MXNet cannot run it: " + GraphLoader.firstLine(e), e);
    } catch (NonFiniteEmbeddingException e) {
      throw new BadBundleException(
          bundle.params(), "gives embeddings that hold NaN or have norm 0", e);
    }
  }

  private float[] tryBatches() throws BadBundleException {
    float[][] faces = noise(model.maxBatch());
    step.run();
    float[] alone = model.embed(new float[][] {faces[0]})[0];
    for (int size = 2; size <= model.maxBatch(); size *= 2) {
      step.run();
      float[][] batch = Arrays.copyOfRange(faces, 1, size + 1);
      batch[size - 1] = faces[0];
      float[] last = model.embed(batch)[size - 1];
      if (Similarity.euclidean(alone, last) > TOLERANCE * Similarity.norm(alone)) {
        throw new BadBundleException(
            bundle.symbol(), "gives a face another embedding in a batch of " + size);
      }
    }
    return alone;
  }

  /** Images of random pixels, the same for every model of one input. */
  private float[][] noise(int count) {
    Manifest.Input input = model.manifest().input();
    int plane = input.width() * input.height();
    Random random = new Random(1);
    float[][] images = new float[count][input.channels().count() * plane];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        int channel = i / plane;
        image[i] = (random.nextInt(256) - input.mean().get(channel)) / input.std().get(channel);
      }
    }
    return images;
  }
}
