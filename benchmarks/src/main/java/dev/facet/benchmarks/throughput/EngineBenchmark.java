package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.measure.Pace;
import dev.facet.benchmarks.measure.Workers;
import dev.facet.benchmarks.throughput.EngineResult.Layout;
import dev.facet.benchmarks.throughput.EngineResult.Side;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.GraphPasses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Embeds in this process, with nothing around the engine. */
final class EngineBenchmark {

  private static final List<Integer> BATCHES = List.of(1, 4, 16);
  private static final int TRIALS_OF_A_STRETCH = 3;

  private final Workers workers;
  private final List<float[]> tensors;
  private final ThroughputPlan.Times times;

  /**
   * A benchmark.
   *
   * @param tensors faces in the model's input; at least one
   */
  EngineBenchmark(Workers workers, List<float[]> tensors, ThroughputPlan.Times times) {
    this.workers = workers;
    this.tensors = tensors;
    this.times = times;
  }

  /** Finds the best batch and number of workers of each side, then measures the two in turn. */
  EngineResult measure(ModelBundle bundle) throws IOException, InterruptedException {
    try (EmbeddingModel published =
            EmbeddingModel.load(bundle, ComputeDevice.parse("cpu"), GraphPasses.NONE);
        EmbeddingModel passed =
            EmbeddingModel.load(bundle, ComputeDevice.parse("cpu"), GraphPasses.ALL)) {
      Map<Layout, Double> untunedTrials = trials(published);
      Map<Layout, Double> tunedTrials = trials(passed);
      Layout untunedBest = best(untunedTrials);
      Layout tunedBest = best(tunedTrials);
      List<Pace> untuned = new ArrayList<>();
      List<Pace> tuned = new ArrayList<>();
      for (int round = 0; round < times.rounds(); round++) {
        untuned.add(pace(published, untunedBest, times.counting()));
        tuned.add(pace(passed, tunedBest, times.counting()));
      }
      return new EngineResult(
          new Side(untunedTrials, untunedBest, untuned), new Side(tunedTrials, tunedBest, tuned));
    }
  }

  private Map<Layout, Double> trials(EmbeddingModel model) throws InterruptedException {
    Set<Integer> threads = new LinkedHashSet<>();
    threads.add(1);
    threads.add(Runtime.getRuntime().availableProcessors());
    Duration time = times.counting().dividedBy(TRIALS_OF_A_STRETCH);
    Map<Layout, Double> trials = new LinkedHashMap<>();
    for (int count : threads) {
      for (int batch : BATCHES) {
        Layout layout = new Layout(count, batch);
        trials.put(layout, pace(model, layout, time).perSecond());
      }
    }
    return trials;
  }

  private static Layout best(Map<Layout, Double> trials) {
    return trials.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private Pace pace(EmbeddingModel model, Layout layout, Duration time)
      throws InterruptedException {
    float[][] faces = new float[layout.batch()][];
    for (int i = 0; i < faces.length; i++) {
      faces[i] = tensors.get(i % tensors.size());
    }
    return workers.repeat(layout.workers(), time, turn -> model.embed(faces).length);
  }
}
