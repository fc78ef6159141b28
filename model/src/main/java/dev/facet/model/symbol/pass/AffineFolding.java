package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.SymbolNode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes scales and shifts of channels into the weights of the layer before or behind them, which
 * then gives the same without them.
 */
final class AffineFolding {
  private static final Set<String> FLATTEN = Set.of("Flatten", "flatten");

  private final WeightedGraph network;
  private final List<SymbolNode> nodes;
  private final Uses uses;
  private final ChannelAffine.Kind kind;

  /** Layers that stand for a node of the original. */
  private final Map<Integer, LinearLayer> folded = new HashMap<>();

  private final BitSet left = new BitSet();

  private AffineFolding(WeightedGraph network, ChannelAffine.Kind kind) {
    this.network = network;
    this.kind = kind;
    nodes = network.graph().nodes();
    uses = new Uses(network.graph());
  }

  /** Folds what alone takes a layer's result into that layer, which gets its name. */
  static WeightedGraph intoLayerBefore(WeightedGraph network, ChannelAffine.Kind kind) {
    AffineFolding folding = new AffineFolding(network, kind);
    for (int i = 0; i < folding.nodes.size(); i++) {
      folding.foldTaker(i);
    }
    return folding.rewritten();
  }

  /**
   * Folds what a layer takes, flattened or not, into that layer. Zeros that pad the input would be
   * shifted too: a shift is folded only where there are none.
   */
  static WeightedGraph intoLayerBehind(WeightedGraph network, ChannelAffine.Kind kind) {
    AffineFolding folding = new AffineFolding(network, kind);
    for (int i = 0; i < folding.nodes.size(); i++) {
      folding.foldIntoTaker(i);
    }
    return folding.rewritten();
  }

  private void foldTaker(int at) {
    List<Integer> takers = uses.takers(at);
    Optional<LinearLayer> layer = LinearLayer.of(network, nodes.get(at));
    if (layer.isEmpty() || takers.size() != 1) {
      return;
    }
    kind.of(network, nodes.get(takers.get(0)))
        .filter(affine -> layer.get().outputs() % affine.channels() == 0)
        .ifPresent(
            affine -> {
              folded.put(takers.get(0), layer.get().before(affine));
              left.set(at);
            });
  }

  private void foldIntoTaker(int at) {
    Optional<ChannelAffine> affine = kind.of(network, nodes.get(at));
    int last = at;
    List<Integer> takers = uses.takers(at);
    if (takers.size() == 1 && FLATTEN.contains(nodes.get(takers.get(0)).op())) {
      last = takers.get(0);
      takers = uses.takers(last);
    }
    if (affine.isEmpty() || takers.size() != 1) {
      return;
    }
    int taker = takers.get(0);
    SymbolNode node = nodes.get(taker);
    Optional<LinearLayer> layer = LinearLayer.of(network, node);
    if (layer.isPresent()
        && node.inputs().get(0).node() == last
        && layer.get().inputs() % affine.get().channels() == 0
        && (layer.get().isUnpadded() || affine.get().isScale())
        && !folded.containsKey(taker)) {
      folded.put(taker, layer.get().after(affine.get()));
      left.set(at);
    }
  }

  private WeightedGraph rewritten() {
    Rewriting rewriting = new Rewriting(network.graph());
    for (int i = 0; i < nodes.size(); i++) {
      SymbolNode node = nodes.get(i);
      LinearLayer layer = folded.get(i);
      if (layer != null) {
        layer.replace(rewriting, node.name());
      } else if (left.get(i)) {
        rewriting.bypass(node.inputs().get(0));
      } else {
        rewriting.copy(node);
      }
    }
    return rewriting.result(network);
  }
}
