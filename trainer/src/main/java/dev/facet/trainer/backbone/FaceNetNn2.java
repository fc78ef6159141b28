package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.trainer.backbone.GraphBuilder.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * NN2 of FaceNet (Schroff et al., 2015, table 2): GoogLeNet (Szegedy et al., Going Deeper with
 * Convolutions, 2014) on 224 x 224, with L2 pooling in most of its modules and without their
 * auxiliary heads. A twentieth of NN1's parameters, and as accurate.
 *
 * <p>L2 pooling is where the table has it. It is divided by the root of the window's area, which
 * the weights behind it make up for: so a pooled map is as large as the map, and initial weights
 * neither blow it up nor let it vanish. Biases, and batch norm of the embedding alone, as in {@link
 * FaceNetNn1}.
 */
final class FaceNetNn2 {
  private final GraphBuilder graph = new GraphBuilder();

  private FaceNetNn2() {}

  /** What a module does to the map itself, in one of its branches. */
  private enum Pool {
    /** The largest value of 3 x 3. */
    MAX,
    /** The root of the mean square of 3 x 3. */
    L2
  }

  /**
   * The network.
   *
   * @param dimension number of values of an embedding
   */
  static SymbolGraph build(int dimension) {
    return new FaceNetNn2().network(dimension);
  }

  private SymbolGraph network(int dimension) {
    Entry at = rectified("conv1", graph.pixels(), Window.same(7, 2), 64);
    at = graph.localNorm("norm1", graph.maxPool("pool1", at, Window.three(2)));
    at = reduced("inception_2", at, 64, Window.three(1), 192);
    at = graph.maxPool("pool2", graph.localNorm("norm2", at), Window.three(2));
    at = module("inception_3a", at, 64, 96, 128, 16, 32, Pool.MAX, 32);
    at = module("inception_3b", at, 64, 96, 128, 32, 64, Pool.L2, 64);
    at = halving("inception_3c", at, 128, 256, 32, 64);
    at = module("inception_4a", at, 256, 96, 192, 32, 64, Pool.L2, 128);
    at = module("inception_4b", at, 224, 112, 224, 32, 64, Pool.L2, 128);
    at = module("inception_4c", at, 192, 128, 256, 32, 64, Pool.L2, 128);
    at = module("inception_4d", at, 160, 144, 288, 32, 64, Pool.L2, 128);
    at = halving("inception_4e", at, 160, 256, 64, 128);
    at = module("inception_5a", at, 384, 192, 384, 48, 128, Pool.L2, 128);
    at = module("inception_5b", at, 384, 192, 384, 48, 128, Pool.MAX, 128);
    return graph.embedding(graph.averagePool("pool5", at), dimension);
  }

  /** A module by a row of the table: channels of 1 x 1, of 3 x 3, of 5 x 5 and of the pooling. */
  private Entry module(
      String name,
      Entry input,
      int one,
      int threeReduced,
      int three,
      int fiveReduced,
      int five,
      Pool pool,
      int pooled) {
    List<Entry> branches = new ArrayList<>();
    branches.add(rectified(name + "_1x1", input, Window.POINT, one));
    branches.add(reduced(name + "_3x3", input, threeReduced, Window.three(1), three));
    branches.add(reduced(name + "_5x5", input, fiveReduced, Window.same(5, 1), five));
    String poolName = name + "_pool";
    Entry map =
        switch (pool) {
          case MAX -> graph.maxPool(poolName, input, Window.three(1));
          case L2 -> graph.meanSquarePool(poolName, input, Window.three(1));
        };
    branches.add(rectified(poolName + "_proj", map, Window.POINT, pooled));
    return graph.concatenated(name, branches.toArray(Entry[]::new));
  }

  /** A module that halves the map: it has no 1 x 1, and pools without a convolution behind. */
  private Entry halving(
      String name, Entry input, int threeReduced, int three, int fiveReduced, int five) {
    return graph.concatenated(
        name,
        reduced(name + "_3x3", input, threeReduced, Window.three(2), three),
        reduced(name + "_5x5", input, fiveReduced, Window.same(5, 2), five),
        graph.maxPool(name + "_pool", input, Window.three(2)));
  }

  /** A convolution behind one of 1 x 1 that leaves it fewer channels. */
  private Entry reduced(String name, Entry input, int channels, Window window, int filters) {
    Entry fewer = rectified(name + "_reduce", input, Window.POINT, channels);
    return rectified(name, fewer, window, filters);
  }

  private Entry rectified(String name, Entry input, Window window, int filters) {
    return graph.relu(name + "_relu", graph.biased(name, input, window, filters));
  }
}
