package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A multiplication and an addition with constants of each channel, axis 1: scale x + shift. */
final class ChannelAffine {
  private static final Set<String> MULTIPLY = Set.of("_mul_scalar", "_MulScalar");
  private static final double DEFAULT_EPSILON = 1e-3;

  private final double[] scale;
  private final double[] shift;

  /** Constants for each channel, or one scale and one shift for all. */
  private ChannelAffine(double[] scale, double[] shift) {
    this.scale = scale;
    this.shift = shift;
  }

  /** Finds what a node does to the first thing that it takes. */
  interface Kind {
    /** Empty if the node does something else, or with constants that are not known. */
    Optional<ChannelAffine> of(WeightedGraph network, SymbolNode node);
  }

  /** How many channels there are constants for; 1 where they are for all. */
  int channels() {
    return scale.length;
  }

  double scale(int channel) {
    return scale[channel];
  }

  double shift(int channel) {
    return shift[channel];
  }

  /** Whether nothing is added. */
  boolean isScale() {
    return Arrays.stream(shift).allMatch(value -> value == 0);
  }

  /** Batch norm by its statistics: gamma (x - mean) / sqrt(variance + epsilon) + beta. */
  static Optional<ChannelAffine> batchNorm(WeightedGraph network, SymbolNode node) {
    if (!node.isBatchNorm()
        || node.inputs().size() != 5
        || node.integer("axis", 1) != 1
        || node.flag("output_mean_var", false)) {
      return Optional.empty();
    }
    List<FloatTensor> values =
        node.inputs().subList(1, 5).stream().flatMap(in -> network.value(in).stream()).toList();
    if (values.size() != 4) {
      return Optional.empty();
    }
    boolean unscaled = node.flag("fix_gamma", true);
    double epsilon = node.number("eps", DEFAULT_EPSILON);
    float[] gamma = values.get(0).values();
    double[] scale = new double[gamma.length];
    double[] shift = new double[gamma.length];
    for (int c = 0; c < gamma.length; c++) {
      double deviation = Math.sqrt(values.get(3).values()[c] + epsilon);
      scale[c] = (unscaled ? 1 : gamma[c]) / deviation;
      shift[c] = values.get(1).values()[c] - values.get(2).values()[c] * scale[c];
    }
    return Optional.of(new ChannelAffine(scale, shift));
  }

  /** A multiplication with a number. */
  static Optional<ChannelAffine> multiplication(WeightedGraph network, SymbolNode node) {
    if (!MULTIPLY.contains(node.op())) {
      return Optional.empty();
    }
    double factor = node.number("scalar", Double.NaN);
    return Optional.of(new ChannelAffine(new double[] {factor}, new double[1]));
  }
}
