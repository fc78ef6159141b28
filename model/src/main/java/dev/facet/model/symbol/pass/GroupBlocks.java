package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins groups of few channels in convolutions, with zeros as weights between the groups that are
 * joined. oneDNN has fast kernels for one channel a group and for blocks of {@value #BLOCK}, the
 * width of an AVX-512 register; what lies between, it computes group by group as matrices, which
 * takes longer in spite of fewer multiplications.
 */
final class GroupBlocks {
  static final int BLOCK = 16;

  private GroupBlocks() {}

  /** The same network with such groups joined to blocks of at most {@value #BLOCK} channels. */
  static WeightedGraph rewrite(WeightedGraph network) {
    Rewriting rewriting = new Rewriting(network.graph());
    for (SymbolNode node : network.graph().nodes()) {
      Optional<LinearLayer> layer = LinearLayer.of(network, node).filter(GroupBlocks::isNarrow);
      if (layer.isPresent()) {
        joined(layer.get()).replace(rewriting, node.name());
      } else {
        rewriting.copy(node);
      }
    }
    return rewriting.result(network);
  }

  private static boolean isNarrow(LinearLayer layer) {
    return layer.groups() > 1 && !layer.isDepthwise() && together(layer) > 1;
  }

  /** How many groups are joined: a power of two. */
  private static int together(LinearLayer layer) {
    int channels = Math.max(layer.inputsOfAGroup(), layer.outputs() / layer.groups());
    int together = 1;
    while (layer.groups() % (2 * together) == 0 && 2 * together * channels <= BLOCK) {
      together *= 2;
    }
    return together;
  }

  private static LinearLayer joined(LinearLayer layer) {
    int together = together(layer);
    int rowLength = layer.inputsOfAGroup() * layer.places();
    int group = layer.outputs() / layer.groups();
    float[] narrow = layer.weight().values();
    float[] wide = new float[narrow.length * together];
    for (int o = 0; o < layer.outputs(); o++) {
      int place = o / group % together;
      System.arraycopy(narrow, o * rowLength, wide, (o * together + place) * rowLength, rowLength);
    }
    List<Integer> dims = new ArrayList<>(layer.weight().shape().dims());
    dims.set(1, dims.get(1) * together);
    FloatTensor weight = new FloatTensor(new TensorShape(dims), wide);
    return layer.withWeights(weight, layer.groups() / together);
  }
}
