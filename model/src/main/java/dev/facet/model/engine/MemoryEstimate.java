package dev.facet.model.engine;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.symbol.ShapeInference;
import dev.facet.model.symbol.ShapeMismatchException;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/**
 * How much of the machine's memory a model takes at least once it is loaded. It stays below what is
 * taken, so that nothing is refused that fits.
 *
 * <p>As published, the activations outweigh the parameters: each lane keeps those of one batch of
 * every size, and MXNet lets few operators share. Two fifths of the output of all operators are
 * counted, and the parameters once. Fused, few results are stored, but each plan packs the
 * parameters anew for its kernels: an eighth of the outputs is counted, and the parameters once
 * more a plan. Quantised, each plan packs them in a byte for every four, and the results are not
 * counted, which are as small. Measured with two lanes, in MiB:
 *
 * <table>
 * <caption>Memory estimated and taken</caption>
 * <tr><th></th><th>parameters</th><th>published</th><th>fused</th></tr>
 * <tr><td>mobileface-v2</td><td>3</td><td>100 of 290</td><td>54 of 107</td></tr>
 * <tr><td>MobileFaceNet y1</td><td>4</td><td>209 of 373</td><td>91 of 140</td></tr>
 * <tr><td>IR-ResNet-18</td><td>92</td><td>363 of 420</td><td>726 of 856</td></tr>
 * </table>
 */
public final class MemoryEstimate {

  private MemoryEstimate() {}

  /**
   * The least memory that a bundle needs once it is loaded, without loading anything.
   *
   * @param bundle the model
   * @param device where it is to run; on a GPU only the parameters pass through the machine's
   *     memory
   * @param passes whether its graph is rewritten
   * @return bytes; too low where the graph has operators whose shapes are not known
   * @throws BadBundleException if a symbol is damaged or lacks the manifest's output
   * @throws IOException if the files cannot be read
   */
  public static long bytes(Bundle bundle, ComputeDevice device, GraphPasses passes)
      throws IOException {
    if (bundle instanceof ModelBundle embedder) {
      return bytes(EmbeddingModel.source(embedder), device, passes);
    }
    long bytes = 0;
    for (NetworkSource network : DetectorNetworks.of((DetectorBundle) bundle)) {
      bytes += bytes(network, device, passes);
    }
    return bytes;
  }

  private static long bytes(NetworkSource network, ComputeDevice device, GraphPasses passes)
      throws IOException {
    long parameters = Files.size(network.params());
    if (device.kind() == ComputeDevice.Kind.GPU) {
      return parameters;
    }
    if (network.graph().isQuantized()) {
      long plans = Lanes.ON_CPU * plansOfALane(InferenceGraph.MAX_QUANTIZED_BATCH);
      return parameters + plans * parameters / Float.BYTES;
    }
    long activations = Lanes.ON_CPU * facesOfALane() * activationsOfAnItem(network);
    long plans = Lanes.ON_CPU * plansOfALane(InferenceGraph.MAX_BATCH);
    return passes.fused()
        ? parameters * (1 + plans) + activations / 8
        : parameters + activations * 2 / 5;
  }

  /** Batches of 1, 2, 4 and so on. */
  private static long facesOfALane() {
    return 2L * InferenceGraph.MAX_BATCH - 1;
  }

  /** One for each of these batches. */
  private static long plansOfALane(int maxBatch) {
    return Integer.bitCount(2 * maxBatch - 1);
  }

  private static long activationsOfAnItem(NetworkSource network) {
    SymbolGraph graph = network.graph();
    try {
      ShapeInference shapes =
          ShapeInference.of(graph, Map.of(network.input().name(), network.itemShape()));
      long values = 0;
      for (int i = 0; i < graph.nodes().size(); i++) {
        if (!graph.nodes().get(i).isVariable()) {
          values += shapes.shape(Entry.of(i)).map(TensorShape::elements).orElse(0L);
        }
      }
      return values * Float.BYTES;
    } catch (ShapeMismatchException | ArithmeticException e) {
      // What is wrong with the graph is the engine's to say, which knows more of it.
      return 0;
    }
  }
}
