package dev.facet.benchmarks.engine;

import dev.facet.benchmarks.engine.ModelResult.Side;
import dev.facet.benchmarks.engine.ModelResult.WithoutPass;
import dev.facet.benchmarks.measure.Pace;
import dev.facet.benchmarks.measure.ProcessorTime;
import dev.facet.benchmarks.measure.Workers;
import dev.facet.benchmarks.prepared.PreparedModel;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.similarity.Similarity;
import dev.facet.trainer.backbone.Backbone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Models with and without the passes that tune them, on the same threads, in turn. */
public final class EngineBenchmark {

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final EnginePlan plan;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * A benchmark.
   *
   * @param directory empty; holds the models
   * @param progress takes a line for each model
   */
  public EngineBenchmark(EnginePlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IOException if a model cannot be used
   */
  public EngineResult run() throws IOException, InterruptedException {
    List<ModelResult> results = new ArrayList<>();
    try (Workers workers = new Workers(plan.threads())) {
      for (PreparedModel model : prepare()) {
        results.add(measure(model, workers));
        progress.accept(EngineReport.line(results.get(results.size() - 1)));
      }
    }
    return new EngineResult(plan.threads(), results);
  }

  private List<PreparedModel> prepare() throws IOException {
    List<PreparedModel> models = new ArrayList<>();
    for (Path model : plan.models()) {
      models.add(PreparedModel.of(model, directory));
    }
    for (Path symbol : plan.symbols()) {
      models.add(PreparedModel.random(symbol, directory, plan.seed()));
    }
    for (Backbone backbone : plan.backbones()) {
      models.add(PreparedModel.random(backbone, directory, plan.seed()));
    }
    return models;
  }

  private ModelResult measure(PreparedModel model, Workers workers)
      throws IOException, InterruptedException {
    float[][] faces = faces(model.bundle().manifest().input());
    Duration begin = ProcessorTime.now();
    try (EmbeddingModel untuned = load(model, GraphPasses.NONE)) {
      Duration between = ProcessorTime.now();
      try (EmbeddingModel tuned = load(model, GraphPasses.ALL)) {
        Duration end = ProcessorTime.now();
        List<List<Rounds>> both =
            inTurn(List.of(untuned, tuned), EnginePlan.BATCHES, faces, workers);
        Side untunedSide = new Side(seconds(begin, between), both.get(0));
        Side tunedSide = new Side(seconds(between, end), both.get(1));
        double distance = distance(untuned.embed(faces), tuned.embed(faces));
        List<WithoutPass> ablation = new ArrayList<>();
        for (String pass : plan.ablation() ? GraphPasses.names() : List.<String>of()) {
          ablation.add(without(pass, model, tuned, tunedSide.best().batch(), faces, workers));
        }
        return new ModelResult(model.name(), untunedSide, tunedSide, distance, ablation);
      }
    }
  }

  private WithoutPass without(
      String pass,
      PreparedModel model,
      EmbeddingModel all,
      int batch,
      float[][] faces,
      Workers workers)
      throws IOException, InterruptedException {
    try (EmbeddingModel others = load(model, GraphPasses.ALL.without(pass))) {
      List<List<Rounds>> both = inTurn(List.of(all, others), List.of(batch), faces, workers);
      return new WithoutPass(pass, both.get(0).get(0), both.get(1).get(0));
    }
  }

  /** A list for each model, with an entry for each batch size. */
  private List<List<Rounds>> inTurn(
      List<EmbeddingModel> models, List<Integer> batches, float[][] faces, Workers workers)
      throws InterruptedException {
    List<List<Rounds>> results = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      results.add(batches.stream().map(size -> new Rounds(size, new ArrayList<>())).toList());
    }
    for (int round = 0; round < plan.rounds(); round++) {
      for (int b = 0; b < batches.size(); b++) {
        float[][] batch = Arrays.copyOf(faces, batches.get(b));
        for (int i = 0; i < models.size(); i++) {
          EmbeddingModel model = models.get(i);
          Pace pace =
              workers.repeat(plan.threads(), plan.stretch(), turn -> model.embed(batch).length);
          results.get(i).get(b).paces().add(pace);
        }
      }
    }
    return results;
  }

  private static EmbeddingModel load(PreparedModel model, GraphPasses passes)
      throws BadBundleException {
    return EmbeddingModel.load(model.bundle(), ComputeDevice.CPU, passes);
  }

  private static double seconds(Duration from, Duration to) {
    return to.minus(from).toNanos() / SECOND;
  }

  private static double distance(float[][] expected, float[][] actual) {
    double greatest = 0;
    for (int i = 0; i < expected.length; i++) {
      double distance = Similarity.euclidean(expected[i], actual[i]);
      greatest = Math.max(greatest, distance / Similarity.norm(expected[i]));
    }
    return greatest;
  }

  /** Random pixels, as many as the largest batch takes. */
  private float[][] faces(Manifest.Input input) {
    int plane = input.width() * input.height();
    int count = EnginePlan.BATCHES.get(EnginePlan.BATCHES.size() - 1);
    Random random = new Random(plan.seed());
    float[][] faces = new float[count][input.channels().count() * plane];
    for (float[] face : faces) {
      for (int i = 0; i < face.length; i++) {
        int channel = i / plane;
        face[i] = (random.nextInt(256) - input.mean().get(channel)) / input.std().get(channel);
      }
    }
    return faces;
  }
}
