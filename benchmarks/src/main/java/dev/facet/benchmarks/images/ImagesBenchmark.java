package dev.facet.benchmarks.images;

import com.sun.management.ThreadMXBean;
import dev.facet.benchmarks.measure.Spread;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Pixels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures what photos cost one thread, step by step. Sets and steps take turns in each round, so
 * that what else the machine does falls on all alike. Used by one thread.
 */
public final class ImagesBenchmark {

  private static final int SIDE = 112;
  private static final long MOST_BYTES = 1 << 28;
  private static final long MOST_PIXELS = 1 << 28;
  private static final double NANOS_OF_MICRO = 1e3;

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ImageDecoder decoder = new ImageDecoder(MOST_BYTES, MOST_PIXELS);
  private final FacePreprocessor preprocessor =
      new FacePreprocessor(
          new Manifest.Input(
              "data",
              SIDE,
              SIDE,
              Manifest.Channels.RGB,
              List.of(127.5f, 127.5f, 127.5f),
              List.of(128f, 128f, 128f)),
          new Manifest.Alignment(Manifest.Template.ARCFACE_112, false));
  private final List<PhotoSet> sets;

  /** A benchmark of photos. */
  public ImagesBenchmark(List<PhotoSet> sets) {
    this.sets = List.copyOf(sets);
  }

  /**
   * Measures.
   *
   * @param rounds that count, at least 1; another before them warms up
   * @param time of a step of a set in a round; never less than all of its photos once
   * @throws IOException if a photo cannot be decoded
   */
  public List<Cost> run(int rounds, Duration time) throws IOException {
    List<Map<Step, Samples>> all = new ArrayList<>();
    while (all.size() < sets.size()) {
      all.add(new EnumMap<>(Step.class));
    }
    try {
      for (int round = 0; round <= rounds; round++) {
        for (int i = 0; i < sets.size(); i++) {
          for (Step step : Step.values()) {
            Samples samples = all.get(i).computeIfAbsent(step, any -> new Samples());
            measure(sets.get(i), step, time, round == 0 ? new Samples() : samples);
          }
        }
      }
    } catch (BadImageException e) {
      throw new IOException(e.getMessage(), e);
    }
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      PhotoSet set = sets.get(i);
      all.get(i).forEach((step, samples) -> costs.add(samples.cost(set, step)));
    }
    return costs;
  }

  /** What the rounds gave. */
  private static final class Samples {
    private final List<Double> micros = new ArrayList<>();
    private long photos;
    private long allocated;
    private long peak;

    Cost cost(PhotoSet set, Step step) {
      double[] values = micros.stream().mapToDouble(Double::doubleValue).toArray();
      return new Cost(
          set.name(), set.meanBytes(), step, Spread.of(values), (double) allocated / photos, peak);
    }
  }

  private void measure(PhotoSet set, Step step, Duration time, Samples samples)
      throws BadImageException {
    long nanos = 0;
    long photos = 0;
    do {
      for (FacePhoto photo : set.photos()) {
        Work work = work(step, photo);
        long bytesBefore = thread.getCurrentThreadAllocatedBytes();
        long before = thread.getCurrentThreadCpuTime();
        Objects.requireNonNull(work.run());
        nanos += thread.getCurrentThreadCpuTime() - before;
        long bytes = thread.getCurrentThreadAllocatedBytes() - bytesBefore;
        samples.allocated += bytes;
        samples.peak = Math.max(samples.peak, bytes);
        photos++;
      }
    } while (nanos < time.toNanos());
    samples.photos += photos;
    samples.micros.add(nanos / NANOS_OF_MICRO / photos);
  }

  /** What is measured, with all that it needs at hand. */
  @FunctionalInterface
  private interface Work {
    Object run() throws BadImageException;
  }

  private Work work(Step step, FacePhoto photo) throws BadImageException {
    return switch (step) {
      case DECODE -> () -> decoder.decode(photo.file());
      case PREPROCESS -> {
        Pixels pixels = decoder.decode(photo.file());
        yield () -> preprocessor.tensor(pixels, photo.landmarks());
      }
      case FILE_TO_TENSOR ->
          () -> preprocessor.tensor(decoder.open(photo.file()), photo.landmarks());
    };
  }
}
