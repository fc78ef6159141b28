package dev.facet.benchmarks.detection;

import dev.facet.benchmarks.measure.Workers;
import dev.facet.benchmarks.server.ServerProcess;
import dev.facet.client.DetectOptions;
import dev.facet.client.EmbeddedFaces;
import dev.facet.client.EmbeddingStream;
import dev.facet.client.FaceImage;
import dev.facet.client.FaceSelection;
import dev.facet.client.FacetClient;
import dev.facet.client.StreamOptions;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * From photo to embedding by a server, against the sum of the parts: what the machine would do if
 * decoding, detecting, aligning and embedding came one after the other on all processors, and cost
 * what they cost alone. Server and parts are measured in turns.
 */
public final class DetectionBenchmark {

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final List<byte[]> photos;
  private final int rounds;
  private final Duration time;
  private final Consumer<String> progress;

  /**
   * A benchmark.
   *
   * @param photos JPEG files with a face each
   * @param time of each part, and of the server, in each round
   * @param progress is told what is being done
   */
  public DetectionBenchmark(
      List<byte[]> photos, int rounds, Duration time, Consumer<String> progress) {
    this.photos = List.copyOf(photos);
    this.rounds = rounds;
    this.time = time;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param settings of the server, whose repository has both models
   * @param log the file to which the server's messages go
   * @throws IOException if a model cannot be loaded, a photo has no face, or the server does not
   *     start
   */
  public DetectionResult measure(
      DetectorBundle detector, ModelBundle embedder, Map<String, String> settings, Path log)
      throws IOException, InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    List<List<Part>> parts = new ArrayList<>();
    List<Double> served = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    try (DetectionParts alone = new DetectionParts(detector, embedder, photos);
        Workers workers = new Workers(threads);
        ServerProcess server = ServerProcess.start(settings, log);
        FacetClient client = FacetClient.builder(server.address()).plaintext().build()) {
      progress.accept("warming up");
      serve(client, time);
      alone.measure(workers, threads, time.dividedBy(4));
      for (int round = 1; round <= rounds; round++) {
        progress.accept("round " + round + " of " + rounds);
        parts.add(alone.measure(workers, threads, time));
        Duration before = server.processorTime();
        Served answered = serve(client, time);
        served.add(answered.perSecond());
        Duration taken = server.processorTime().minus(before);
        processor.add(taken.toNanos() / SECOND / answered.photos());
      }
    }
    return new DetectionResult(
        medians(parts),
        served,
        parts.stream().map(DetectionBenchmark::limit).toList(),
        median(processor));
  }

  /** Photos a second, if each part follows the one before. */
  private static double limit(List<Part> parts) {
    return 1 / parts.stream().mapToDouble(part -> 1 / part.perSecond()).sum();
  }

  private static List<Part> medians(List<List<Part>> rounds) {
    List<Part> medians = new ArrayList<>();
    for (int i = 0; i < rounds.get(0).size(); i++) {
      int part = i;
      medians.add(
          new Part(
              rounds.get(0).get(part).name(),
              median(rounds.stream().map(round -> round.get(part).perSecond()).toList())));
    }
    return medians;
  }

  /** Of an even number the lower one. */
  public static double median(List<Double> values) {
    return values.stream().sorted().skip((values.size() - 1) / 2).findFirst().orElseThrow();
  }

  private record Served(double perSecond, long photos) {}

  /** Keeps as many photos under way as a stream may have. */
  private Served serve(FacetClient client, Duration length) {
    DetectOptions largest = DetectOptions.DEFAULT.withSelect(FaceSelection.LARGEST);
    List<FaceImage> images = photos.stream().map(FaceImage::of).toList();
    List<CompletableFuture<EmbeddedFaces>> answers = new ArrayList<>();
    long begin = System.nanoTime();
    try (EmbeddingStream stream =
        client.openStream(client.options(), StreamOptions.DEFAULT_MAX_IN_FLIGHT)) {
      for (int i = 0; System.nanoTime() - begin < length.toNanos(); i++) {
        answers.add(stream.submitPhoto(images.get(i % images.size()), largest));
      }
    }
    double elapsed = (System.nanoTime() - begin) / SECOND;
    answers.forEach(CompletableFuture::join);
    return new Served(answers.size() / elapsed, answers.size());
  }
}
