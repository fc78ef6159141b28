package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.TensorShape;

/**
 * A step from a published network to one that computes the same and runs faster, in the order in
 * which they are made. Each works without the others.
 */
public enum GraphPass {
  /** {@link Identities}. */
  IDENTITIES("identities"),
  /** {@link BoundsAsClip}. */
  RELU6("relu6"),
  /** {@link ConstantFolding}. */
  CONSTANTS("constants"),
  /** Batch norm goes into the weights of the layer before it, or of the one behind it. */
  BATCH_NORM("batch-norm"),
  /** A number by which the input is multiplied goes into the weights of the layer behind it. */
  SCALE("scale"),
  /** {@link ConvexPrelu}, and {@link DepthwisePrelu} for the slopes which that leaves. */
  PRELU("prelu"),
  /** {@link GroupBlocks}. */
  GROUPS("groups"),
  /** {@link FlattenedDense}. */
  FLATTEN("flatten");

  private final String title;

  GraphPass(String title) {
    this.title = title;
  }

  /** The name in configurations, such as {@code batch-norm}. */
  public String title() {
    return title;
  }

  /**
   * The same network, rewritten.
   *
   * @param network a network
   * @param inputName its input
   * @param input the input's shape, N x C x H x W
   * @throws IllegalArgumentException if the network does not take that shape
   */
  public WeightedGraph apply(WeightedGraph network, String inputName, TensorShape input) {
    return switch (this) {
      case IDENTITIES -> network.with(Identities.rewrite(network.graph()));
      case RELU6 -> network.with(BoundsAsClip.rewrite(network.graph()));
      case CONSTANTS -> ConstantFolding.rewrite(network);
      case BATCH_NORM ->
          AffineFolding.intoLayerBehind(
              AffineFolding.intoLayerBefore(network, ChannelAffine::batchNorm),
              ChannelAffine::batchNorm);
      case SCALE -> AffineFolding.intoLayerBehind(network, ChannelAffine::multiplication);
      case PRELU -> {
        WeightedGraph convex = ConvexPrelu.rewrite(network, inputName, input);
        yield ConstantFolding.rewrite(
            convex.with(DepthwisePrelu.rewrite(convex.graph(), inputName, input)));
      }
      case GROUPS -> GroupBlocks.rewrite(network);
      case FLATTEN -> network.with(FlattenedDense.rewrite(network.graph()));
    };
  }
}
