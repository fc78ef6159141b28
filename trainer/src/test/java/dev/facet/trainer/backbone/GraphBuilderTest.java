package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.backbone.GraphBuilder.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Layers on the engine against their formulas in plain Java. */
class GraphBuilderTest {
  private static final int SIDE = 4;
  private static final TensorShape IMAGE = TensorShape.of(1, 1, SIDE, SIDE);
  private static final int CHANNELS = 8;
  private static final TensorShape POINTS = TensorShape.of(1, CHANNELS, 1, 2);

  private final GraphBuilder graph = new GraphBuilder();

  @Test
  void meanSquarePool_isTheRootOfTheMeanSquareOfAWindow() {
    float[] values =
        values(graph.meanSquarePool("pool", graph.pixels(), Window.three(1)), IMAGE, SIDE * SIDE);
    double[] x = pixels(IMAGE);
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      for (int row = i / SIDE - 1; row <= i / SIDE + 1; row++) {
        for (int column = i % SIDE - 1; column <= i % SIDE + 1; column++) {
          boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
          double value = inside ? x[row * SIDE + column] : 0;
          sum += value * value;
        }
      }
      assertEquals(Math.sqrt(sum / 9), values[i], 1e-5, "value " + i);
    }
  }

  /** Where all is 0, as behind ReLU it may be, the root has no derivative. */
  @Test
  void meanSquarePool_ofNothing_hasAFiniteGradient() {
    Entry dark = graph.relu("relu", graph.biased("conv", graph.pixels(), Window.three(1), 2));
    SymbolGraph network =
        graph.plainEmbedding(graph.meanSquarePool("pool", dark, Window.three(1)), 3);
    Map<String, FloatTensor> weights =
        NetworkParameters.initial(NetworkParameters.of(network, IMAGE), 7);
    Objects.requireNonNull(weights.get("arg:conv_bias")).values()[0] = -1000;
    float[] gradient = TrainedNetwork.step(network, weights, IMAGE).of("conv_bias");
    assertEquals(0, gradient[0]);
    assertTrue(Float.isFinite(gradient[1]) && gradient[1] != 0, "of the other: " + gradient[1]);
  }

  @Test
  void localNorm_dividesByFiveNeighbouringChannels() {
    Entry loud = graph.scaled("loud", graph.pixels(), 200);
    float[] values = values(graph.localNorm("norm", loud), POINTS, 2 * CHANNELS);
    double[] x = pixels(POINTS);
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      int channel = i / 2;
      for (int c = Math.max(0, channel - 2); c <= Math.min(CHANNELS - 1, channel + 2); c++) {
        sum += Math.pow(200 * x[2 * c + i % 2], 2);
      }
      double expected = 200 * x[i] / Math.pow(1 + 1e-4 / 5 * sum, 0.75);
      assertEquals(expected, values[i], 1e-3, "value " + i);
    }
  }

  @Test
  void maxout_isTheLargerOfTwoLinearUnits() {
    SymbolGraph network = graph.plainEmbedding(graph.maxout("max", graph.pixels(), 6), 6);
    Map<String, FloatTensor> weights = withIdentity(network, IMAGE, 6);
    float[] values = TrainedNetwork.embed(network, weights, IMAGE, face(IMAGE));
    boolean first = false;
    boolean second = false;
    for (int unit = 0; unit < values.length; unit++) {
      double one = linear(weights, "max_first", unit);
      double other = linear(weights, "max_second", unit);
      assertEquals(Math.max(one, other), values[unit], 1e-5, "unit " + unit);
      first |= one > other;
      second |= other > one;
    }
    assertTrue(first && second, "each is the larger one somewhere");
  }

  private static double linear(Map<String, FloatTensor> weights, String layer, int unit) {
    double[] x = pixels(IMAGE);
    float[] weight = Objects.requireNonNull(weights.get("arg:" + layer + "_weight")).values();
    double sum = Objects.requireNonNull(weights.get("arg:" + layer + "_bias")).values()[unit];
    for (int i = 0; i < x.length; i++) {
      sum += weight[unit * x.length + i] * x[i];
    }
    return sum;
  }

  /** What a layer gives, by way of an embedding that changes nothing. */
  private float[] values(Entry layer, TensorShape input, int count) {
    SymbolGraph network = graph.plainEmbedding(layer, count);
    return TrainedNetwork.embed(network, withIdentity(network, input, count), input, face(input));
  }

  /** Made-up weights, but for the embedding that gives what it takes. */
  private static Map<String, FloatTensor> withIdentity(
      SymbolGraph network, TensorShape input, int count) {
    Map<String, FloatTensor> weights =
        new LinkedHashMap<>(NetworkParameters.madeUp(NetworkParameters.of(network, input), 7));
    float[] identity = new float[count * count];
    for (int i = 0; i < count; i++) {
      identity[i * count + i] = 1;
    }
    weights.put("arg:fc1_weight", new FloatTensor(TensorShape.of(count, count), identity));
    weights.put("arg:fc1_bias", new FloatTensor(TensorShape.of(count), new float[count]));
    return weights;
  }

  private static float[] face(TensorShape input) {
    Random random = new Random(5);
    float[] face = new float[Math.toIntExact(input.elements())];
    for (int i = 0; i < face.length; i++) {
      face[i] = random.nextInt(256);
    }
    return face;
  }

  /** The face as the graph normalises it. */
  private static double[] pixels(TensorShape input) {
    float[] face = face(input);
    double[] pixels = new double[face.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (face[i] - 127.5) / 128;
    }
    return pixels;
  }
}
