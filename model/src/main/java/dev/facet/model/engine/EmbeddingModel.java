package dev.facet.model.engine;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.similarity.Similarity;
import dev.facet.model.symbol.SymbolGraph;

/**
 * A face model loaded on a device, ready to embed.
 *
 * <p>Thread-safe: any number of threads may embed at once, each computing on itself; on a CPU as
 * many compute as there are cores, on a GPU one does, whatever the number of models, and the others
 * wait. Holds native memory until closed: the parameters once, and for each of those threads and
 * each batch size that the engine runs the activations of one batch and, if the graph is fused, the
 * parameters again, packed.
 */
public final class EmbeddingModel implements Embedder {

  private final Manifest manifest;
  private final String digest;
  private final ComputeDevice device;
  private final InferenceGraph graph;
  private volatile boolean closed;

  /** Closes the graph with itself. */
  private EmbeddingModel(ModelBundle bundle, ComputeDevice device, InferenceGraph graph) {
    this.manifest = bundle.manifest();
    this.digest = bundle.digest();
    this.device = device;
    this.graph = graph;
  }

  /**
   * Loads a bundle with {@link GraphPasses#ALL}.
   *
   * @see #load(ModelBundle, ComputeDevice, GraphPasses)
   */
  public static EmbeddingModel load(ModelBundle bundle, ComputeDevice device)
      throws BadBundleException {
    return load(bundle, device, GraphPasses.ALL);
  }

  /**
   * Loads a bundle unwatched.
   *
   * @see #load(ModelBundle, ComputeDevice, GraphPasses, LoadProgress)
   */
  public static EmbeddingModel load(ModelBundle bundle, ComputeDevice device, GraphPasses passes)
      throws BadBundleException {
    return load(bundle, device, passes, LoadProgress.UNWATCHED);
  }

  /**
   * Loads a bundle, checks its files against its manifest and each other, and tries it: every batch
   * size is run once on made-up faces, which also warms it up. At the end the files must still have
   * the digest with which the bundle was opened, so that what is loaded is what the digest names.
   *
   * @param bundle the model
   * @param device where it is to run
   * @param passes how its graph is rewritten on a CPU, to run faster; where that does not work, or
   *     changes the embedding of a made-up face by more than 1e-4 of its norm, it is loaded without
   *     and the log says so. A quantised graph runs as it was published.
   * @param progress is told how far the load is, and may end it
   * @throws BadBundleException if a file is damaged, contradicts the others or has changed since
   *     the bundle was opened, or if the embeddings of the trial are not finite, of norm zero, or
   *     depend on the batch they ride in, or if the graph is quantised and the device no CPU
   * @throws IllegalArgumentException if the machine or the engine lacks the device
   */
  public static EmbeddingModel load(
      ModelBundle bundle, ComputeDevice device, GraphPasses passes, LoadProgress progress)
      throws BadBundleException {
    progress.began(LoadStage.CHECKING);
    InferenceGraph graph = TrialLoad.load(source(bundle), device, passes, progress);
    try {
      bundle.requireUnchanged();
      return new EmbeddingModel(bundle, device, graph);
    } catch (Throwable changed) {
      graph.close();
      throw changed;
    }
  }

  /** The network of a bundle, cut to the embedding. */
  static NetworkSource source(ModelBundle bundle) throws BadBundleException {
    Manifest manifest = bundle.manifest();
    return new NetworkSource(
        bundle,
        bundle.digest(),
        bundle.symbol(),
        bundle.params(),
        SymbolGraph.read(bundle.symbol()).withHead(manifest.output().name()),
        manifest.input(),
        manifest.output().dimension());
  }

  /**
   * {@inheritDoc}
   *
   * <p>The last bits of an embedding depend on the batch sizes that the engine picks: up to 1e-5 on
   * unit vectors.
   */
  @Override
  public float[][] embed(float[][] tensors) {
    return embed(tensors, graph::run);
  }

  /**
   * {@inheritDoc}
   *
   * <p>It has while no thread of the process waits to embed on it or to load a model, and none
   * embeds in the background. Others wait for at most one run of the engine, of at most {@link
   * #maxBatch} faces, and on a CPU of several cores find all lanes but one.
   */
  @Override
  public float[][] embedInBackground(float[][] tensors) throws InterruptedException {
    return embed(tensors, graph::runInBackground);
  }

  /** A way to run the graph. */
  private interface Run<E extends Exception> {
    float[][] of(float[][] tensors) throws E;
  }

  private <E extends Exception> float[][] embed(float[][] tensors, Run<E> run) throws E {
    if (closed) {
      throw new IllegalStateException("model: closed (expected: open)");
    }
    requireSizes(tensors);
    float[][] embeddings = run.of(tensors);
    if (manifest.alignment().flipAveraging()) {
      addMirrored(tensors, embeddings, run);
    }
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[i] = finished(i, embeddings[i]);
    }
    return embeddings;
  }

  private void requireSizes(float[][] tensors) {
    Manifest.Input input = manifest.input();
    int size = input.channels().count() * input.height() * input.width();
    for (int i = 0; i < tensors.length; i++) {
      if (tensors[i].length != size) {
        throw new IllegalArgumentException(
            "tensor " + i + ": " + tensors[i].length + " values (expected: " + size + ")");
      }
    }
  }

  private <E extends Exception> void addMirrored(
      float[][] tensors, float[][] embeddings, Run<E> run) throws E {
    float[][] mirrored = new float[tensors.length][];
    for (int i = 0; i < tensors.length; i++) {
      mirrored[i] = mirrored(tensors[i], manifest.input().width());
    }
    float[][] others = run.of(mirrored);
    for (int i = 0; i < embeddings.length; i++) {
      for (int j = 0; j < embeddings[i].length; j++) {
        embeddings[i][j] += others[i][j];
      }
    }
  }

  private static float[] mirrored(float[] tensor, int width) {
    float[] mirrored = new float[tensor.length];
    for (int row = 0; row < tensor.length; row += width) {
      for (int x = 0; x < width; x++) {
        mirrored[row + x] = tensor[row + width - 1 - x];
      }
    }
    return mirrored;
  }

  private float[] finished(int index, float[] embedding) {
    double norm = Similarity.norm(embedding);
    boolean normalize = manifest.output().normalize();
    if (!Double.isFinite(norm) || (normalize && norm == 0)) {
      throw new NonFiniteEmbeddingException(index);
    }
    return normalize ? Similarity.normalize(embedding) : embedding;
  }

  @Override
  public int maxBatch() {
    return graph.maxBatch();
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  /** Names the embedding space: that of {@link ModelBundle#digest()}. */
  public String digest() {
    return digest;
  }

  @Override
  public ComputeDevice device() {
    return device;
  }

  @Override
  public void close() {
    closed = true;
    graph.close();
  }
}
