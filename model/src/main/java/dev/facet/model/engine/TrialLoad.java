package dev.facet.model.engine;

import ai.djl.engine.EngineException;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.engine.GraphLoader.Compilation;
import dev.facet.model.similarity.Similarity;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.pass.WeightedGraph;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a network and tries it before it is handed out: as it was published, or rewritten, which
 * must give the same.
 */
final class TrialLoad {

  private static final Logger LOG = LoggerFactory.getLogger(TrialLoad.class);

  /**
   * Difference allowed between the fused and the published graph, as a part of the norm: 50 times
   * what float32 gives, far below what decides whether two faces are one person's.
   */
  private static final double TOLERANCE = 1e-4;

  private final NetworkSource source;
  private final ComputeDevice device;
  private final LoadProgress progress;

  private TrialLoad(NetworkSource source, ComputeDevice device, LoadProgress progress) {
    this.source = source;
    this.device = device;
    this.progress = progress;
  }

  /**
   * Loads a network and tries it: every batch size is run once on made-up images, which also warms
   * it up.
   *
   * @param passes how its graph is rewritten on a CPU; where that does not work, or changes what it
   *     gives for a made-up image by more than 1e-4 of its norm, it is loaded without, and the log
   *     says so. A quantised graph runs as it was published.
   * @param progress is told how far the load is, and may end it
   * @throws BadBundleException if a file is damaged or contradicts the others, if what comes out is
   *     not finite, of norm zero, or depends on the batch, or if the graph is quantised and the
   *     device no CPU
   * @throws IllegalArgumentException if the machine or the engine lacks the device
   */
  static InferenceGraph load(
      NetworkSource source, ComputeDevice device, GraphPasses passes, LoadProgress progress)
      throws BadBundleException {
    boolean onCpu = device.kind() == ComputeDevice.Kind.CPU;
    requireRuns(source, device);
    TrialLoad trial = new TrialLoad(source, device, progress);
    return passes.isNone() || !onCpu || source.graph().isQuantized()
        ? trial.plain()
        : trial.rewrittenIfSame(passes);
  }

  /** A graph that was not quantised runs everywhere. */
  private static void requireRuns(NetworkSource source, ComputeDevice device)
      throws BadBundleException {
    if (source.graph().isQuantized() && device.kind() != ComputeDevice.Kind.CPU) {
      throw new BadBundleException(
          source.symbol(), "is quantised, which runs on cpu only, not on " + device);
    }
    if (source.graph().isQuantizedFromTheStart()) {
      throw new BadBundleException(
          source.symbol(),
          "is quantised from its first operator on (expected: from its second convolution on, since"
              + " MXNet computes others wrong on several threads)");
    }
  }

  /**
   * The network as it was published. If that is quantised, nothing is there to hold it against:
   * what it was made of was compared when it was made, on real faces.
   */
  private InferenceGraph plain() throws BadBundleException {
    InferenceGraph graph = load(asPublished());
    try {
      test(graph, LoadStage.TESTING);
      return graph;
    } catch (Throwable failed) {
      graph.close();
      throw failed;
    }
  }

  private Compilation asPublished() {
    if (source.graph().isQuantized()) {
      return Compilation.QUANTIZED;
    }
    return device.kind() == ComputeDevice.Kind.GPU ? Compilation.PLAIN_ON_GPU : Compilation.PLAIN;
  }

  /** The network rewritten; as published if the rewritten one fails or differs, which is logged. */
  private InferenceGraph rewrittenIfSame(GraphPasses passes) throws BadBundleException {
    float[] expected = expected();
    try {
      return rewritten(passes, expected);
    } catch (BadBundleException | EngineException | IllegalArgumentException failed) {
      // Other files than those of the digest would be held against its embedding.
      source.bundle().requireUnchanged();
      InferenceGraph graph = plain();
      String reason = GraphLoader.firstLine(failed);
      LOG.warn(
          "{}: runs as published, slower than it could: {}", source.bundle().directory(), reason);
      return graph;
    }
  }

  private InferenceGraph rewritten(GraphPasses passes, float[] expected) throws BadBundleException {
    Compilation compilation = passes.fused() ? Compilation.FUSED : Compilation.PLAIN;
    InferenceGraph graph = load(network(passes), compilation);
    try {
      float[] values = test(graph, LoadStage.TESTING);
      double difference = Similarity.euclidean(expected, values) / Similarity.norm(expected);
      if (difference > TOLERANCE) {
        throw new BadBundleException(
            source.symbol(),
            "rewritten, its outputs differ by %.1e of their norm".formatted(difference));
      }
      return graph;
    } catch (Throwable failed) {
      graph.close();
      throw failed;
    }
  }

  /**
   * What the published graph gives for the made-up image of the trial. It is loaded for one at a
   * time and freed again, before the fused one takes memory; a damaged bundle is found here, by its
   * own error. Done once for an id: the files are held to it before the result is kept.
   */
  private float[] expected() throws BadBundleException {
    Optional<float[]> known = PublishedOutputs.KNOWN.find(source.id());
    if (known.isPresent()) {
      return known.get();
    }
    float[] outputs = published();
    source.bundle().requireUnchanged();
    PublishedOutputs.KNOWN.keep(source.id(), outputs);
    return outputs;
  }

  private float[] published() throws BadBundleException {
    try (InferenceGraph alone = load(Compilation.PLAIN_ALONE)) {
      return test(alone, LoadStage.COMPILING);
    }
  }

  private WeightedGraph network(GraphPasses passes) throws BadBundleException {
    Map<String, FloatTensor> parameters = BundleParameters.read(source.params(), source.graph());
    return passes.apply(source.graph(), parameters, source.input().name(), source.itemShape());
  }

  private InferenceGraph load(Compilation compilation) throws BadBundleException {
    return load(WeightedGraph.published(source.graph(), Map.of()), compilation);
  }

  private InferenceGraph load(WeightedGraph network, Compilation compilation)
      throws BadBundleException {
    Runnable step = step(LoadStage.COMPILING);
    step.run();
    return GraphLoader.load(source, network, device, compilation, step);
  }

  private float[] test(InferenceGraph graph, LoadStage stage) throws BadBundleException {
    return SelfTest.run(graph, source, step(stage));
  }

  /** What comes before each step of a stage. */
  private Runnable step(LoadStage stage) {
    return () -> progress.began(stage);
  }
}
