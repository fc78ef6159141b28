package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.load.Photos;
import dev.facet.benchmarks.measure.Pace;
import dev.facet.benchmarks.measure.Workers;
import dev.facet.benchmarks.prepared.PreparedModel;
import dev.facet.v1.FaceImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The engine, the images, gRPC and the server, one after the other on the same cores. */
public final class ThroughputBenchmark {

  private static final int PHOTOS = 16;

  private final ThroughputPlan plan;
  private final Path directory;
  private final Path log;
  private final Consumer<String> progress;

  /**
   * A benchmark.
   *
   * @param directory empty; holds the repositories
   * @param log the file to which the latest server's messages go
   * @param progress takes a line for each measurement
   */
  public ThroughputBenchmark(
      ThroughputPlan plan, Path directory, Path log, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory;
    this.log = log;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IOException if a model or an image cannot be used, a server does not start or ends, or
   *     requests fail in closed loop
   */
  public ThroughputResult run() throws IOException, InterruptedException {
    List<byte[]> photos = Photos.files(plan.images(), PHOTOS, plan.seed());
    int photoBytes = (int) photos.stream().mapToInt(photo -> photo.length).average().orElseThrow();
    List<PreparedModel> prepared = prepare();
    List<FaceImage> images = photos.stream().map(Photos::image).toList();
    ServerBenchmark servers = new ServerBenchmark(plan, log, this::say);
    List<Ceiling> ceilings = servers.ceilings(prepared.get(0), photoBytes, directory);
    List<ModelResult> models = new ArrayList<>();
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      for (PreparedModel model : prepared) {
        models.add(measure(model, photos, images, workers, servers));
      }
    }
    return new ThroughputResult(
        Runtime.getRuntime().availableProcessors(),
        photoBytes,
        plan.load().deadline(),
        ceilings,
        models);
  }

  private List<PreparedModel> prepare() throws IOException {
    List<PreparedModel> models = new ArrayList<>();
    for (Path model : plan.models()) {
      models.add(PreparedModel.of(model, directory));
    }
    for (Path symbol : plan.symbols()) {
      models.add(PreparedModel.random(symbol, directory, plan.seed()));
    }
    return models;
  }

  private ModelResult measure(
      PreparedModel model,
      List<byte[]> photos,
      List<FaceImage> images,
      Workers workers,
      ServerBenchmark servers)
      throws IOException, InterruptedException {
    ImageBenchmark decoding = new ImageBenchmark(workers, photos, model.bundle().manifest());
    List<Pace> imagePaces = decoding.measure(plan.times());
    say("%s  images  %.1f photos/s", model.name(), Pace.median(imagePaces).perSecond());
    EngineResult engine =
        new EngineBenchmark(workers, decoding.tensors(), plan.times()).measure(model.bundle());
    say(
        "%s  engine  %.1f images/s untuned (%s), %.1f tuned (%s)",
        model.name(),
        engine.untuned().pace().perSecond(),
        engine.untuned().best(),
        engine.tuned().pace().perSecond(),
        engine.tuned().best());
    return servers.measure(model, images, imagePaces, engine);
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }
}
