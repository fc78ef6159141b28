package dev.facet.cli.quantization;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.EmbeddingModel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;

/**
 * How many faces a model embeds in a second of one core's time, in the batches that a server gives
 * it. Processor time, so that what else the machine does disturbs little. Two models are measured
 * in turns, and the median is taken, so that they are disturbed alike.
 *
 * @param first faces a second by the first model
 * @param second by the second
 */
public record Throughput(double first, double second) {

  private static final int ROUNDS = 9;
  private static final long ROUND_NANOS = 400_000_000;

  /** Compares two models of one input, on the calling thread: about eight seconds. */
  public static Throughput compare(EmbeddingModel first, EmbeddingModel second) {
    double[] firsts = new double[ROUNDS];
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      firsts[round] = facesPerSecond(first);
      seconds[round] = facesPerSecond(second);
    }
    return new Throughput(median(firsts), median(seconds));
  }

  /** How many times as many the second embeds as the first. */
  public double ratio() {
    return second / first;
  }

  private static double facesPerSecond(EmbeddingModel model) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    float[][] faces = faces(model);
    model.embed(faces);
    long begin = clock.getCurrentThreadCpuTime();
    long embedded = 0;
    long taken = 0;
    while (taken < ROUND_NANOS) {
      model.embed(faces);
      embedded += faces.length;
      taken = clock.getCurrentThreadCpuTime() - begin;
    }
    return embedded * 1e9 / taken;
  }

  /** Of random pixels: what a network does takes as long on any face. */
  private static float[][] faces(EmbeddingModel model) {
    Manifest.Input input = model.manifest().input();
    int plane = input.width() * input.height();
    Random random = new Random(1);
    float[][] faces = new float[model.maxBatch()][input.channels().count() * plane];
    for (float[] face : faces) {
      for (int i = 0; i < face.length; i++) {
        int channel = i / plane;
        face[i] = (random.nextInt(256) - input.mean().get(channel)) / input.std().get(channel);
      }
    }
    return faces;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
