package dev.facet.benchmarks.swap;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Weights beside a model's own, so that all embeddings differ plainly. */
final class NoisyWeights {

  private static final double NOISE = 0.05;

  private NoisyWeights() {}

  /**
   * Writes the parameters of a bundle, each value times 1 + 0.05 n, with n drawn from the standard
   * normal distribution.
   *
   * @param seed of the noise
   * @param file that is written
   * @throws BadBundleException if a parameter is not float32
   */
  static void write(ModelBundle bundle, long seed, Path file) throws IOException {
    Random random = new Random(seed);
    Map<String, FloatTensor> noisy = new LinkedHashMap<>();
    ParamsFile.readFloats(bundle.params())
        .forEach((name, tensor) -> noisy.put(name, noisy(tensor, random)));
    ParamsFile.write(file, noisy);
  }

  private static FloatTensor noisy(FloatTensor tensor, Random random) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * (1 + NOISE * random.nextGaussian()));
    }
    return new FloatTensor(tensor.shape(), values);
  }
}
