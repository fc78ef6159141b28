package dev.facet.model.engine;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
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
 * How much of the machine's memory a model takes at least once it is loaded.
 *
 * <p>The activations outweigh the parameters: each lane keeps those of one batch of every size, and
 * MXNet lets few operators share. Half of the output of all operators is counted here, and the
 * parameters once, so that the estimate stays below what is taken: with two lanes a mobile network
 * of 3 MiB of parameters was measured to take 249 MiB where 124 are estimated, and a ResNet-34 of
 * 130 MiB to take 634 MiB where 587 are.
 */
public final class MemoryEstimate {

  private MemoryEstimate() {}

  /**
   * The least memory that {@link EmbeddingModel#load} needs, without loading anything.
   *
   * @param bundle the model
   * @param device where it is to run; on a GPU only the parameters pass through the machine's
   *     memory
   * @return bytes; too low where the graph has operators whose shapes are not known
   * @throws BadBundleException if the symbol is damaged or lacks the manifest's output
   * @throws IOException if the files cannot be read
   */
  public static long bytes(ModelBundle bundle, ComputeDevice device) throws IOException {
    long parameters = Files.size(bundle.params());
    return switch (device.kind()) {
      case GPU -> parameters;
      case CPU -> parameters + Lanes.ON_CPU * facesOfALane() * activationsOfAFace(bundle) / 2;
    };
  }

  /** Batches of 1, 2, 4 and so on. */
  private static long facesOfALane() {
    return 2L * InferenceGraph.MAX_BATCH - 1;
  }

  private static long activationsOfAFace(ModelBundle bundle) throws BadBundleException {
    Manifest manifest = bundle.manifest();
    Manifest.Input input = manifest.input();
    SymbolGraph graph = SymbolGraph.read(bundle.symbol()).withHead(manifest.output().name());
    TensorShape face = TensorShape.of(1, input.channels().count(), input.height(), input.width());
    try {
      ShapeInference shapes = ShapeInference.of(graph, Map.of(input.name(), face));
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
