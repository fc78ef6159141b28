package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.trainer.backbone.GraphBuilder.Window;

/**
 * Inception-ResNet-v1 (Szegedy et al., Inception-v4, 2016, section 3.2) as David Sandberg's facenet
 * defines it: on 160 x 160, batch norm without a scale behind every convolution but the last of a
 * residual, and residuals scaled down before they are added.
 */
final class InceptionResNetV1 {
  private static final double EPSILON = 1e-3;
  private static final double DROPOUT = 0.2;

  private final GraphBuilder graph = new GraphBuilder();

  private InceptionResNetV1() {}

  /**
   * The network.
   *
   * @param dimension number of values of an embedding
   */
  static SymbolGraph build(int dimension) {
    return new InceptionResNetV1().network(dimension);
  }

  private SymbolGraph network(int dimension) {
    Entry at = stem();
    for (int i = 1; i <= 5; i++) {
      at = block35("block35_" + i, at);
    }
    at = reductionA(at);
    for (int i = 1; i <= 10; i++) {
      at = block17("block17_" + i, at);
    }
    at = reductionB(at);
    for (int i = 1; i <= 5; i++) {
      at = graph.relu("block8_" + i + "_relu", block8("block8_" + i, at, 0.2));
    }
    at = block8("block8_6", at, 1);
    at = graph.dropout("dropout", graph.averagePool("pool8", at), DROPOUT);
    return graph.embedding(at, dimension);
  }

  /** Down to 17 x 17. */
  private Entry stem() {
    Entry at = conv("conv1a", graph.pixels(), unpadded(2), 32);
    at = conv("conv2a", at, unpadded(1), 32);
    at = conv("conv2b", at, Window.three(1), 64);
    at = graph.maxPool("pool3a", at, unpadded(2));
    at = conv("conv3b", at, Window.POINT, 80);
    at = conv("conv4a", at, unpadded(1), 192);
    return conv("conv4b", at, unpadded(2), 256);
  }

  private Entry block35(String name, Entry input) {
    Entry one = conv(name + "_1x1", input, Window.POINT, 32);
    Entry three = chain(name + "_3x3", input, new int[] {32, 32}, Window.POINT, Window.three(1));
    Entry twice =
        chain(
            name + "_twice",
            input,
            new int[] {32, 32, 32},
            Window.POINT,
            Window.three(1),
            Window.three(1));
    Entry mixed = graph.concatenated(name, one, three, twice);
    return graph.relu(name + "_relu", residual(name, input, mixed, 256, 0.17));
  }

  private Entry block17(String name, Entry input) {
    Entry one = conv(name + "_1x1", input, Window.POINT, 128);
    Entry cross =
        chain(
            name + "_7x7",
            input,
            new int[] {128, 128, 128},
            Window.POINT,
            Window.row(7),
            Window.column(7));
    Entry mixed = graph.concatenated(name, one, cross);
    return graph.relu(name + "_relu", residual(name, input, mixed, 896, 0.1));
  }

  /** Without its ReLU, which the last of them does not have. */
  private Entry block8(String name, Entry input, double scale) {
    Entry one = conv(name + "_1x1", input, Window.POINT, 192);
    Entry cross =
        chain(
            name + "_3x3",
            input,
            new int[] {192, 192, 192},
            Window.POINT,
            Window.row(3),
            Window.column(3));
    return residual(name, input, graph.concatenated(name, one, cross), 1792, scale);
  }

  /** From 17 x 17 to 8 x 8. */
  private Entry reductionA(Entry input) {
    return graph.concatenated(
        "reduction_a",
        conv("reduction_a_3x3", input, unpadded(2), 384),
        chain(
            "reduction_a_twice",
            input,
            new int[] {192, 192, 256},
            Window.POINT,
            Window.three(1),
            unpadded(2)),
        graph.maxPool("reduction_a_pool", input, unpadded(2)));
  }

  /** From 8 x 8 to 3 x 3. */
  private Entry reductionB(Entry input) {
    return graph.concatenated(
        "reduction_b",
        chain("reduction_b_wide", input, new int[] {256, 384}, Window.POINT, unpadded(2)),
        chain("reduction_b_3x3", input, new int[] {256, 256}, Window.POINT, unpadded(2)),
        chain(
            "reduction_b_twice",
            input,
            new int[] {256, 256, 256},
            Window.POINT,
            Window.three(1),
            unpadded(2)),
        graph.maxPool("reduction_b_pool", input, unpadded(2)));
  }

  /** Brings what branches give to the input's channels, and adds a part of it to the input. */
  private Entry residual(String name, Entry input, Entry mixed, int channels, double scale) {
    Entry up = graph.biased(name + "_up", mixed, Window.POINT, channels);
    return graph.sum(input, scale == 1 ? up : graph.scaled(name + "_scale", up, scale));
  }

  /** Convolutions one behind the other, with filters and windows of each. */
  private Entry chain(String name, Entry input, int[] filters, Window... windows) {
    Entry at = input;
    for (int i = 0; i < windows.length; i++) {
      at = conv(name + "_" + (i + 1), at, windows[i], filters[i]);
    }
    return at;
  }

  private Entry conv(String name, Entry input, Window window, int filters) {
    Entry convolved = graph.convolution(name, input, window, filters, 1);
    return graph.relu(name + "_relu", graph.batchNorm(name + "_bn", convolved, EPSILON, true));
  }

  /** Three by three without padding. */
  private static Window unpadded(int stride) {
    return new Window(3, stride, 0);
  }
}
