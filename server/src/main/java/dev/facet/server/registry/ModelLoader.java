package dev.facet.server.registry;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.DetectionModel;
import dev.facet.model.engine.Embedder;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.engine.LoadProgress;
import dev.facet.model.engine.MemoryEstimate;
import dev.facet.model.evaluation.Calibration;
import dev.facet.server.batching.Admission;
import dev.facet.server.batching.BatchFunction;
import dev.facet.server.batching.Batcher;
import dev.facet.server.batching.BatcherOptions;
import dev.facet.server.batching.Entrance;
import dev.facet.server.batching.Gate;
import dev.facet.server.batching.KeptThreads;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.telemetry.ServerMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

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
   * @param loader brings the bundle of an embedder onto a device
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
  LoadedModel load(String name, long version, Bundle bundle, LoadProgress progress)
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

  private long estimatedBytes(Bundle bundle) throws IOException {
    long bytes = 0;
    for (ComputeDevice device : devices) {
      bytes += MemoryEstimate.bytes(bundle, device, passes);
    }
    return bytes;
  }

  private LoadedModel load(
      String name,
      long version,
      Bundle bundle,
      LoadProgress progress,
      MemoryBudget.Reservation reservation)
      throws IOException {
    String threadName = "facet-engine-" + name + "-" + version;
    Admission admission = new Admission(batching.queueCapacity(), batching.queueBytes().bytes());
    if (bundle instanceof ModelBundle embedder) {
      Optional<Calibration> calibration = Calibration.of(embedder.about().measured());
      List<Embedder> engines =
          onDevices(device -> loader.load(embedder, device, passes, progress), Embedder::close);
      List<Replica> replicas =
          engines.stream()
              .map(engine -> new Replica(engine.device(), engine.maxBatch(), engine::embed))
              .toList();
      BatcherOptions options = options(replicas);
      int places = 2 * options.workers() * options.maxBatchSize() + preprocessThreads;
      Gate gate = gate(name, places, options);
      return new LoadedEmbedder(
          new LoadedModel.Parts(name, version, new Entrance(admission, gate), reservation),
          embedder,
          engines,
          batcher(name, threadName, gate, replicas),
          calibration);
    }
    DetectorBundle detector = (DetectorBundle) bundle;
    List<DetectionModel> engines =
        onDevices(
            device -> DetectionModel.load(detector, device, passes, progress),
            DetectionModel::close);
    List<List<Replica>> networks = new ArrayList<>();
    for (int i = 0; i < detector.networks().size(); i++) {
      int network = i;
      networks.add(
          engines.stream()
              .map(
                  engine ->
                      new Replica(
                          engine.device(),
                          engine.maxBatch(network),
                          inputs -> engine.run(network, inputs)))
              .toList());
    }
    BatcherOptions options = options(networks.get(0));
    // A photo and what is made of it take megabytes, and it may make batches by itself.
    Gate gate = gate(name, 2 * options.workers() + preprocessThreads, options);
    List<Batcher<float[], float[]>> batchers = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      batchers.add(batcher(name, threadName + "-" + i, gate, networks.get(i)));
    }
    return new LoadedDetector(
        new LoadedModel.Parts(name, version, new Entrance(admission, gate), reservation),
        detector,
        engines,
        List.copyOf(batchers));
  }

  /**
   * A network on one device.
   *
   * @param device where it is
   * @param maxBatch the largest batch that it runs at once
   * @param run runs a batch
   */
  private record Replica(ComputeDevice device, int maxBatch, UnaryOperator<float[][]> run) {}

  private Gate gate(String name, int places, BatcherOptions options) {
    return new Gate(places, options.workers(), nanoTime, metrics.gate(name));
  }

  private BatcherOptions options(List<Replica> replicas) {
    int workers = replicas.stream().mapToInt(replica -> workersOn(replica.device())).sum();
    int largest = replicas.stream().mapToInt(Replica::maxBatch).max().orElseThrow();
    int maxBatchSize = batching.maxBatchSize() > 0 ? batching.maxBatchSize() : largest;
    return new BatcherOptions(workers, maxBatchSize, batching.maxBatchDelay());
  }

  private Batcher<float[], float[]> batcher(
      String name, String threadName, Gate gate, List<Replica> replicas) {
    List<Replica> workers = new ArrayList<>();
    for (Replica replica : replicas) {
      workers.addAll(Collections.nCopies(workersOn(replica.device()), replica));
    }
    return new Batcher<>(
        threadName,
        threads,
        options(replicas),
        nanoTime,
        gate.batches(metrics.inference(name)),
        index -> function(workers.get(index)));
  }

  private static BatchFunction<float[], float[]> function(Replica replica) {
    return tensors -> List.of(replica.run().apply(tensors.toArray(new float[0][])));
  }

  /** Brings a bundle onto a device. */
  private interface Loading<E> {
    E onto(ComputeDevice device) throws IOException;
  }

  private <E> List<E> onDevices(Loading<E> loading, Consumer<E> close) throws IOException {
    List<E> engines = new ArrayList<>();
    try {
      for (ComputeDevice device : devices) {
        engines.add(loading.onto(device));
      }
      return List.copyOf(engines);
    } catch (IOException | RuntimeException | Error e) {
      engines.forEach(close);
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
}
