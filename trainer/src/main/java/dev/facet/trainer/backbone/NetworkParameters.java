package dev.facet.trainer.backbone;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** The parameters of a network: which there are, and what they are before training. */
public final class NetworkParameters {
  /** What PReLU's slopes start at (He et al., 2015, section 2.1). */
  private static final float SLOPE = 0.25f;

  private static final float SPREAD = 0.5f;

  /** 2^64 over the golden ratio: takes seeds and names that are near each other far apart. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private NetworkParameters() {}

  /**
   * All parameters in graph order.
   *
   * @param graph a network whose input is {@link Backbone#INPUT}
   * @param input the input's shape, N x C x H x W
   * @throws IllegalArgumentException if the network does not take that shape, or has operators with
   *     parameters other than those of face networks
   */
  public static List<NetworkParameter> of(SymbolGraph graph, TensorShape input) {
    return NetworkLayers.of(graph, input).stream()
        .flatMap(layer -> layer.parameters().stream())
        .toList();
  }

  /**
   * Values to start training at. Convolutions are normal with variance 2 / ((1 + a²) n), n the
   * inputs of a filter and a = 0.25 PReLU's slope (He et al., Delving Deep into Rectifiers, 2015,
   * equation 15); fully connected layers are normal with variance 2 / (inputs + outputs) (Glorot
   * and Bengio, 2010, equation 16). Biases and shifts are 0, scales 1, PReLU's slopes 0.25; the
   * running mean is 0, the running variance 1.
   *
   * @param parameters the parameters
   * @param seed the same seed gives the same values, for each parameter by its name alone, on every
   *     machine
   * @return values by {@link NetworkParameter#fileName}, in the parameters' order
   */
  public static Map<String, FloatTensor> initial(List<NetworkParameter> parameters, long seed) {
    Map<String, FloatTensor> values = new LinkedHashMap<>();
    for (NetworkParameter parameter : parameters) {
      values.put(parameter.fileName(), initial(parameter, seed));
    }
    return values;
  }

  /**
   * Values as if they were trained, for tests and measurements: those to start at, but scales,
   * shifts, slopes and statistics above them by up to {@value #SPREAD}, each otherwise. Where all
   * slopes of a layer are the same, for one, an engine may have an easier way to compute it.
   *
   * @param parameters the parameters
   * @param seed the same seed gives the same values
   * @return values by {@link NetworkParameter#fileName}, in the parameters' order
   */
  public static Map<String, FloatTensor> madeUp(List<NetworkParameter> parameters, long seed) {
    Map<String, FloatTensor> values = initial(parameters, seed);
    Random random = new Random(seed);
    for (NetworkParameter parameter : parameters) {
      float[] each = Objects.requireNonNull(values.get(parameter.fileName())).values();
      for (int i = 0; i < each.length && !parameter.role().isWeight(); i++) {
        each[i] += SPREAD * random.nextFloat();
      }
    }
    return values;
  }

  private static FloatTensor initial(NetworkParameter parameter, long seed) {
    TensorShape shape = parameter.shape();
    double inputs = (double) shape.elements() / shape.dim(0);
    return switch (parameter.role()) {
      case CONVOLUTION_WEIGHT -> normal(parameter, seed, 2 / ((1 + SLOPE * SLOPE) * inputs));
      case DENSE_WEIGHT -> normal(parameter, seed, 2 / (inputs + shape.dim(0)));
      case GAMMA, FIXED_GAMMA, MOVING_VARIANCE -> constant(shape, 1);
      case SLOPE -> constant(shape, SLOPE);
      case BIAS, BETA, MOVING_MEAN -> constant(shape, 0);
    };
  }

  private static FloatTensor normal(NetworkParameter parameter, long seed, double variance) {
    // Not SplittableRandom: only Random's normal values are specified to the bit.
    Random random = new Random(GOLDEN * (GOLDEN * seed + parameter.name().hashCode()));
    double deviation = Math.sqrt(variance);
    float[] values = new float[Math.toIntExact(parameter.shape().elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new FloatTensor(parameter.shape(), values);
  }

  private static FloatTensor constant(TensorShape shape, float value) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    Arrays.fill(values, value);
    return new FloatTensor(shape, values);
  }
}
