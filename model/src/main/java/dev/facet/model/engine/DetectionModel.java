package dev.facet.model.engine;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.DetectorManifest;
import dev.facet.model.detection.DetectorLayout;
import dev.facet.model.detection.FaceCandidate;
import dev.facet.model.detection.FaceSearch;
import dev.facet.model.detection.SearchOptions;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Pixels;
import java.util.ArrayList;
import java.util.List;

/**
 * A detector loaded on a device, ready to find faces.
 *
 * <p>Thread-safe: any number of threads may run its networks at once, as those of an {@link
 * EmbeddingModel}. Holds native memory until closed.
 */
public final class DetectionModel implements AutoCloseable {

  private final DetectorBundle bundle;
  private final ComputeDevice device;
  private final List<InferenceGraph> networks;
  private volatile boolean closed;

  private DetectionModel(
      DetectorBundle bundle, ComputeDevice device, List<InferenceGraph> networks) {
    this.bundle = bundle;
    this.device = device;
    this.networks = networks;
  }

  /**
   * Loads a detector with {@link GraphPasses#ALL}, unwatched.
   *
   * @see #load(DetectorBundle, ComputeDevice, GraphPasses, LoadProgress)
   */
  public static DetectionModel load(DetectorBundle bundle, ComputeDevice device)
      throws BadBundleException {
    return load(bundle, device, GraphPasses.ALL, LoadProgress.UNWATCHED);
  }

  /**
   * Loads a bundle, checks its files against its manifest and each other, and tries each network,
   * as {@link EmbeddingModel#load(ModelBundle, ComputeDevice, GraphPasses, LoadProgress)} does.
   *
   * @param bundle the detector
   * @param device where it is to run
   * @param passes how its graphs are rewritten on a CPU
   * @param progress is told how far the load is, and may end it
   * @throws BadBundleException if a file is damaged, contradicts the others or has changed since
   *     the bundle was opened, or lacks an output of the layout
   * @throws IllegalArgumentException if the machine or the engine lacks the device
   */
  public static DetectionModel load(
      DetectorBundle bundle, ComputeDevice device, GraphPasses passes, LoadProgress progress)
      throws BadBundleException {
    progress.began(LoadStage.CHECKING);
    List<InferenceGraph> networks = new ArrayList<>();
    try {
      for (NetworkSource network : DetectorNetworks.of(bundle)) {
        networks.add(TrialLoad.load(network, device, passes, progress));
      }
      bundle.requireUnchanged();
      return new DetectionModel(bundle, device, List.copyOf(networks));
    } catch (Throwable failed) {
      networks.forEach(InferenceGraph::close);
      throw failed;
    }
  }

  /**
   * Finds the faces of a photo, on the calling thread.
   *
   * @return by falling score, in pixels of the photo
   * @throws BadImageException if it would have to be looked at in more parts than are allowed
   * @throws IllegalStateException if it is closed
   */
  public List<FaceCandidate> detect(Pixels photo, SearchOptions options) throws BadImageException {
    FaceSearch search = DetectorLayout.search(bundle.manifest(), photo, options);
    while (!search.isDone()) {
      int network = search.network();
      float[][] inputs = search.inputs().toArray(new float[0][]);
      search.take(List.of(run(network, inputs)));
    }
    return search.faces();
  }

  /**
   * Runs one network.
   *
   * @param network which, from 0
   * @param inputs any number, each C x H x W values of its input, row-major and finite; not kept
   * @return for each input what a {@link FaceSearch} takes
   * @throws IllegalArgumentException if an input is not of the network's size
   * @throws IllegalStateException if it is closed
   */
  public float[][] run(int network, float[][] inputs) {
    if (closed) {
      throw new IllegalStateException("detector: closed (expected: open)");
    }
    InferenceGraph graph = networks.get(network);
    long size = graph.itemShape().size();
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].length != size) {
        throw new IllegalArgumentException(
            "input " + i + ": " + inputs[i].length + " values (expected: " + size + ")");
      }
    }
    return graph.run(inputs);
  }

  /** The largest batch of a network that the device runs at once, at least 1. */
  public int maxBatch(int network) {
    return networks.get(network).maxBatch();
  }

  /** What is known of the detector. */
  public DetectorManifest manifest() {
    return bundle.manifest();
  }

  /** Names what it finds: that of {@link DetectorBundle#digest()}. */
  public String digest() {
    return bundle.digest();
  }

  /** Where it runs. */
  public ComputeDevice device() {
    return device;
  }

  /** Frees the memory. Idempotent. Waits for nothing: the caller sees to it that nothing is run. */
  @Override
  public void close() {
    closed = true;
    networks.forEach(InferenceGraph::close);
  }
}
