package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a maximum and a minimum with a scalar, in either order, as one {@code clip}, which oneDNN
 * fuses with the convolution before it where the lower bound is 0: the ReLU6 of mobile networks.
 */
public final class BoundsAsClip {
  private static final Set<String> MAXIMUM = Set.of("_maximum_scalar", "_MaximumScalar");
  private static final Set<String> MINIMUM = Set.of("_minimum_scalar", "_MinimumScalar");

  private final SymbolGraph original;
  private final Uses uses;

  /** The clips, by where the second node of a pair is in the original. */
  private final Map<Integer, Clip> clips = new HashMap<>();

  /** Where the first nodes of pairs are. */
  private final BitSet inner = new BitSet();

  /** What stands for a pair: bounds as MXNet writes numbers. */
  private record Clip(List<Entry> inputs, String lower, String upper) {}

  private BoundsAsClip(SymbolGraph original) {
    this.original = original;
    uses = new Uses(original);
  }

  /** The same network with every such pair rewritten whose inner result nothing else takes. */
  public static SymbolGraph rewrite(SymbolGraph graph) {
    BoundsAsClip pass = new BoundsAsClip(graph);
    pass.findPairs();
    return pass.rewritten();
  }

  private void findPairs() {
    for (int i = 0; i < original.nodes().size(); i++) {
      SymbolNode second = original.nodes().get(i);
      if (isBound(second)) {
        int at = second.inputs().get(0).node();
        SymbolNode first = original.nodes().get(at);
        boolean free = uses.once(at) && !clips.containsKey(at);
        if (free && isBound(first) && isPair(first, second)) {
          boolean maximumFirst = MAXIMUM.contains(first.op());
          String lower = scalar(maximumFirst ? first : second);
          String upper = scalar(maximumFirst ? second : first);
          clips.put(i, new Clip(first.inputs(), lower, upper));
          inner.set(at);
        }
      }
    }
  }

  private SymbolGraph rewritten() {
    Rewriting rewriting = new Rewriting(original);
    for (int i = 0; i < original.nodes().size(); i++) {
      SymbolNode node = original.nodes().get(i);
      Clip clip = clips.get(i);
      if (inner.get(i)) {
        rewriting.drop();
      } else if (clip == null) {
        rewriting.copy(node);
      } else {
        Map<String, String> bounds = Map.of("a_min", clip.lower(), "a_max", clip.upper());
        List<Entry> inputs = clip.inputs().stream().map(rewriting::moved).toList();
        rewriting.replace("clip", node.name(), bounds, inputs);
      }
    }
    return rewriting.result();
  }

  private static boolean isBound(SymbolNode node) {
    return (MAXIMUM.contains(node.op()) || MINIMUM.contains(node.op()))
        && node.inputs().size() == 1
        && Double.isFinite(bound(node));
  }

  /** Where the lower bound is above the upper one, the second of the two wins; clip says not. */
  private static boolean isPair(SymbolNode first, SymbolNode second) {
    return MAXIMUM.contains(first.op())
        ? MINIMUM.contains(second.op()) && bound(first) <= bound(second)
        : MAXIMUM.contains(second.op()) && bound(second) <= bound(first);
  }

  private static String scalar(SymbolNode node) {
    return node.attributes().getOrDefault("scalar", "");
  }

  /** NaN where the file has no number. */
  private static double bound(SymbolNode node) {
    return node.number("scalar", Double.NaN);
  }
}
