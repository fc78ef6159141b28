package dev.facet.model.engine;

import ai.djl.engine.EngineException;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.GraphLoader.Compilation;
import dev.facet.model.similarity.Similarity;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.WeightedGraph;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a bundle and tries it before it is handed out: as it was published, or rewritten, which
 * must give the same.
 */
final class TrialLoad {

  private static final Logger LOG = LoggerFactory.getLogger(TrialLoad.class);

  /**
   * Difference allowed between the fused and the published graph, as a part of the norm: 50 times
   * what float32 gives, far below what decides whether two faces are one person's.
   */
  private static final double TOLERANCE = 1e-4;

  private final ModelBundle bundle;
  private final SymbolGraph published;
  private final ComputeDevice device;
  private final LoadProgress progress;

  /**
   * A load.
   *
   * @param published the bundle's symbol, cut to the output that is the embedding
   */
  TrialLoad(
      ModelBundle bundle, SymbolGraph published, ComputeDevice device, LoadProgress progress) {
    this.bundle = bundle;
    this.published = published;
    this.device = device;
    this.progress = progress;
  }

  /**
   * The model as it was published. If that is quantised, nothing is there to hold it against: what
   * it was made of was compared when it was made, on real faces.
   */
  EmbeddingModel plain() throws BadBundleException {
    EmbeddingModel model = load(published, asPublished());
    try {
      test(model, LoadStage.TESTING);
      return model;
    } catch (Throwable failed) {
      model.close();
      throw failed;
    }
  }

  private Compilation asPublished() {
    if (published.isQuantized()) {
      return Compilation.QUANTIZED;
    }
    return device.kind() == ComputeDevice.Kind.GPU ? Compilation.PLAIN_ON_GPU : Compilation.PLAIN;
  }

  /** The model rewritten; as published if the rewritten one fails or differs, which is logged. */
  EmbeddingModel rewrittenIfSame(GraphPasses passes) throws BadBundleException {
    float[] expected = expected();
    try {
      return rewritten(passes, expected);
    } catch (BadBundleException | EngineException | IllegalArgumentException failed) {
      // Other files than those of the digest would be held against its embedding.
      bundle.requireUnchanged();
      EmbeddingModel model = plain();
      String reason = GraphLoader.firstLine(failed);
      LOG.warn("{}: runs as published, slower than it could: {}", bundle.directory(), reason);
      return model;
    }
  }

  private EmbeddingModel rewritten(GraphPasses passes, float[] expected) throws BadBundleException {
    Compilation compilation = passes.fused() ? Compilation.FUSED : Compilation.PLAIN;
    EmbeddingModel model = load(network(passes), compilation);
    try {
      float[] embedding = test(model, LoadStage.TESTING);
      double difference = Similarity.euclidean(expected, embedding) / Similarity.norm(expected);
      if (difference > TOLERANCE) {
        throw new BadBundleException(
            bundle.symbol(),
            "rewritten, its embeddings differ by %.1e of their norm".formatted(difference));
      }
      return model;
    } catch (Throwable failed) {
      model.close();
      throw failed;
    }
  }

  /**
   * What the published graph gives for the made-up face of the trial. It is loaded for one face at
   * a time and freed again, before the fused one takes memory; a damaged bundle is found here, by
   * its own error. Done once for a digest: the files are held to it before the result is kept.
   */
  private float[] expected() throws BadBundleException {
    Optional<float[]> known = PublishedEmbeddings.KNOWN.find(bundle.digest());
    if (known.isPresent()) {
      return known.get();
    }
    float[] embedding = published();
    bundle.requireUnchanged();
    PublishedEmbeddings.KNOWN.keep(bundle.digest(), embedding);
    return embedding;
  }

  private float[] published() throws BadBundleException {
    try (EmbeddingModel alone = load(published, Compilation.PLAIN_ALONE)) {
      return test(alone, LoadStage.COMPILING);
    }
  }

  private WeightedGraph network(GraphPasses passes) throws BadBundleException {
    Manifest.Input input = bundle.manifest().input();
    TensorShape face = TensorShape.of(1, input.channels().count(), input.height(), input.width());
    Map<String, FloatTensor> parameters = BundleParameters.read(bundle, published);
    return passes.apply(published, parameters, input.name(), face);
  }

  private EmbeddingModel load(SymbolGraph graph, Compilation compilation)
      throws BadBundleException {
    return load(WeightedGraph.published(graph, Map.of()), compilation);
  }

  private EmbeddingModel load(WeightedGraph network, Compilation compilation)
      throws BadBundleException {
    Runnable step = step(LoadStage.COMPILING);
    step.run();
    return new EmbeddingModel(
        bundle, device, GraphLoader.load(bundle, network, device, compilation, step));
  }

  private float[] test(EmbeddingModel model, LoadStage stage) throws BadBundleException {
    return SelfTest.run(model, bundle, step(stage));
  }

  /** What comes before each step of a stage. */
  private Runnable step(LoadStage stage) {
    return () -> progress.began(stage);
  }
}
