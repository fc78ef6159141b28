package dev.facet.server.registry;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.Embedder;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.engine.LoadProgress;
import dev.facet.model.engine.MemoryEstimate;
import dev.facet.server.batching.Admission;
import dev.facet.server.batching.BatchFunction;
import dev.facet.server.batching.Batcher;
import dev.facet.server.batching.BatcherOptions;
import dev.facet.server.batching.Gate;
import dev.facet.server.batching.KeptThreads;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.telemetry.ServerMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Brings a bundle into memory: on every device, with workers and a queue. Stateless. */
public final class ModelLoader {

  private final ServerConfig.Batching batching;
  private final int preprocessThreads;
  private final List<ComputeDevice> devices;
  private final GraphPasses passes;
  private final LongSupplier nanoTime;
  private final ServerMetrics metrics;
  private final MemoryBudget memory;
  private final KeptThreads threads;
  private final Embedder.Loader loader;

  /**
   * A loader.
   *
   * @param batching how requests become batches
   * @param preprocessThreads how many threads make tensors of images
   * @param engine on which devices models run, and how
   * @param nanoTime the clock of deadlines, as {@link System#nanoTime}
   * @param metrics measures every batch
   * @param memory what all loaded versions may take
   * @param threads lends the threads that use the engine
   * @param loader brings a bundle onto a device
   */
  public ModelLoader(
      ServerConfig.Batching batching,
      int preprocessThreads,
      ServerConfig.Engine engine,
      LongSupplier nanoTime,
      ServerMetrics metrics,
      MemoryBudget memory,
      KeptThreads threads,
      Embedder.Loader loader) {
    this.batching = batching;
    this.preprocessThreads = preprocessThreads;
    this.devices = engine.devices().stream().map(ComputeDevice::parse).toList();
    this.passes = engine.passes();
    this.nanoTime = nanoTime;
    this.metrics = metrics;
    this.memory = memory;
    this.threads = threads;
    this.loader = loader;
  }

  /** Lends the threads that use the engine. */
  KeptThreads threads() {
    return threads;
  }

  /**
   * Loads a version; on failure nothing of it stays in memory.
   *
   * @param progress is told how far the load is, and may end it
   * @throws InsufficientMemoryException if it does not fit; the load has not begun
   * @throws IOException if it cannot be loaded
   */
  LoadedModel load(String name, long version, ModelBundle bundle, LoadProgress progress)
      throws IOException {
    MemoryBudget.Reservation reservation =
        memory.reserve(name + " " + version, estimatedBytes(bundle));
    try {
      LoadedModel model = load(name, version, bundle, progress, reservation);
      reservation.loaded();
      return model;
    } catch (IOException | RuntimeException | Error e) {
      reservation.release();
      throw e;
    }
  }

  private long estimatedBytes(ModelBundle bundle) throws IOException {
    long bytes = 0;
    for (ComputeDevice device : devices) {
      bytes += MemoryEstimate.bytes(bundle, device, passes);
    }
    return bytes;
  }

  private LoadedModel load(
      String name,
      long version,
      ModelBundle bundle,
      LoadProgress progress,
      MemoryBudget.Reservation reservation)
      throws IOException {
    List<Embedder> engines = loadEngines(bundle, progress);
    List<Embedder> workers = new ArrayList<>();
    for (Embedder engine : engines) {
      for (int i = 0; i < workersOn(engine.device()); i++) {
        workers.add(engine);
      }
    }
    BatcherOptions options =
        new BatcherOptions(workers.size(), maxBatchSize(engines), batching.maxBatchDelay());
    Gate gate = new Gate(places(options), options.workers(), nanoTime, metrics.gate(name));
    Batcher<float[], float[]> batcher =
        new Batcher<>(
            "facet-engine-" + name + "-" + version,
            threads,
            options,
            nanoTime,
            gate.batches(metrics.inference(name)),
            index -> embedding(workers.get(index)));
    Admission admission = new Admission(batching.queueCapacity(), batching.queueBytes().bytes());
    return new LoadedModel(name, version, bundle, engines, admission, gate, batcher, reservation);
  }

  /** What the engine runs, what it will run next, and a face for each thread that makes tensors. */
  private int places(BatcherOptions options) {
    return 2 * options.workers() * options.maxBatchSize() + preprocessThreads;
  }

  private List<Embedder> loadEngines(ModelBundle bundle, LoadProgress progress) throws IOException {
    List<Embedder> engines = new ArrayList<>();
    try {
      for (ComputeDevice device : devices) {
        engines.add(loader.load(bundle, device, passes, progress));
      }
      return List.copyOf(engines);
    } catch (IOException | RuntimeException | Error e) {
      engines.forEach(Embedder::close);
      throw e;
    }
  }

  private int workersOn(ComputeDevice device) {
    if (batching.workers() > 0) {
      return batching.workers();
    }
    return switch (device.kind()) {
      case CPU -> Runtime.getRuntime().availableProcessors();
      case GPU -> 1;
    };
  }

  private int maxBatchSize(List<Embedder> engines) {
    return batching.maxBatchSize() > 0
        ? batching.maxBatchSize()
        : engines.stream().mapToInt(Embedder::maxBatch).max().orElseThrow();
  }

  private static BatchFunction<float[], float[]> embedding(Embedder engine) {
    return tensors -> List.of(engine.embed(tensors.toArray(new float[0][])));
  }
}
