package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.measure.Pace;
import dev.facet.benchmarks.measure.Workers;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes tensors of photos in this process, a thread a core. */
final class ImageBenchmark {

  /** As {@code limits.max-image-bytes} and {@code limits.max-pixels} are by default. */
  private static final ImageDecoder DECODER = new ImageDecoder(8 << 20, 32 << 20);

  private final Workers workers;
  private final List<byte[]> photos;
  private final FacePreprocessor preprocessor;

  /**
   * A benchmark.
   *
   * @param photos at least one
   * @param manifest of the model whose input they become
   */
  ImageBenchmark(Workers workers, List<byte[]> photos, Manifest manifest) {
    this.workers = workers;
    this.photos = photos;
    this.preprocessor = new FacePreprocessor(manifest.input(), manifest.alignment());
  }

  /** Rounds, after one that does not count. */
  List<Pace> measure(ThroughputPlan.Times times) throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    List<Pace> rounds = new ArrayList<>();
    for (int round = 0; round <= times.rounds(); round++) {
      Pace pace =
          workers.repeat(
              cores,
              times.counting(),
              turn -> {
                var unused = tensor(photos.get(turn % photos.size()));
                return 1;
              });
      if (round > 0) {
        rounds.add(pace);
      }
    }
    return rounds;
  }

  /**
   * What becomes of the photos.
   *
   * @throws IOException if one cannot be decoded
   */
  List<float[]> tensors() throws IOException {
    List<float[]> tensors = new ArrayList<>();
    for (byte[] photo : photos) {
      try {
        tensors.add(tensor(photo));
      } catch (BadImageException e) {
        throw new IOException("photo " + tensors.size() + ": " + e.getMessage(), e);
      }
    }
    return tensors;
  }

  private float[] tensor(byte[] photo) throws BadImageException {
    return preprocessor.tensor(DECODER.decode(photo), null);
  }
}
