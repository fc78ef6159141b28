package dev.facet.model.engine;

import ai.djl.engine.EngineException;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.similarity.Similarity;
import java.util.Arrays;
import java.util.Random;

/**
 * Tries a network that was just loaded: a made-up image alone, then as the last of a batch of every
 * size that the engine runs. So the engine has made its plans before the first real one comes, and
 * a graph that gives no finite vectors, or mixes the items of a batch, is found before it serves.
 */
final class SelfTest {

  /** Difference allowed between batches, as a part of the norm; float32 gives about 1e-5. */
  private static final double TOLERANCE = 1e-3;

  private final InferenceGraph graph;
  private final NetworkSource source;
  private final Runnable step;

  private SelfTest(InferenceGraph graph, NetworkSource source, Runnable step) {
    this.graph = graph;
    this.source = source;
    this.step = step;
  }

  /**
   * Tries a network.
   *
   * @param step runs before each batch; what it throws ends the test
   * @return what it gave for the made-up image, which is the same for every network of one input
   * @throws BadBundleException if it fails
   */
  static float[] run(InferenceGraph graph, NetworkSource source, Runnable step)
      throws BadBundleException {
    try {
      return new SelfTest(graph, source, step).tryBatches();
    } catch (EngineException e) {
      throw new BadBundleException(
          source.symbol(), "MXNet cannot run it: " + GraphLoader.firstLine(e), e);
    }
  }

  private float[] tryBatches() throws BadBundleException {
    float[][] images = noise(graph.maxBatch());
    step.run();
    float[] alone = graph.run(new float[][] {images[0]})[0];
    double norm = Similarity.norm(alone);
    if (!Double.isFinite(norm) || norm == 0) {
      throw new BadBundleException(source.params(), "gives values that hold NaN or have norm 0");
    }
    for (int size = 2; size <= graph.maxBatch(); size *= 2) {
      step.run();
      float[][] batch = Arrays.copyOfRange(images, 1, size + 1);
      batch[size - 1] = images[0];
      float[] last = graph.run(batch)[size - 1];
      // Written so that NaN is refused.
      if (!(Similarity.euclidean(alone, last) <= TOLERANCE * norm)) {
        throw new BadBundleException(
            source.symbol(), "gives an image other values in a batch of " + size);
      }
    }
    return alone;
  }

  /** Images of random pixels, the same for every network of one input. */
  private float[][] noise(int count) {
    Manifest.Input input = source.input();
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
