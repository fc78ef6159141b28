package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.backbone.NetworkParameter.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkParametersTest {
  private static final TensorShape FACE = TensorShape.of(1, 3, 112, 112);
  private static final List<NetworkParameter> PARAMETERS =
      NetworkParameters.of(Backbone.MOBILEFACENET_Y1.graph(128), FACE);

  @Test
  void rolesAndShapes_areThoseOfTheLayers() {
    assertEquals(
        new NetworkParameter(
            "conv_2_dw_conv2d_weight", TensorShape.of(64, 1, 3, 3), Role.CONVOLUTION_WEIGHT),
        parameter("conv_2_dw_conv2d_weight"));
    assertEquals(
        new NetworkParameter("conv_1_relu_gamma", TensorShape.of(64), Role.SLOPE),
        parameter("conv_1_relu_gamma"));
    assertEquals(Role.GAMMA, parameter("conv_1_batchnorm_gamma").role());
    assertEquals(Role.FIXED_GAMMA, parameter("fc1_gamma").role());
    assertEquals("aux:fc1_moving_var", parameter("fc1_moving_var").fileName());
    assertEquals("arg:pre_fc1_bias", parameter("pre_fc1_bias").fileName());
  }

  @Test
  void convolution_startsWithHesVariance() {
    // 128 filters of 64 inputs; the estimate from 8,192 values has a standard error of 1.6 %.
    assertEquals(2 / (1.0625 * 64), variance("dconv_23_conv_sep_conv2d_weight"), 0.06 * 2 / 68);
    // A depthwise filter has 49 inputs, not 49 times the channels.
    assertEquals(2 / (1.0625 * 49), variance("conv_6dw7_7_conv2d_weight"), 0.06 * 2 / 52);
  }

  @Test
  void fullyConnected_startsWithGlorotsVariance() {
    assertEquals(2 / (512.0 + 128.0), variance("pre_fc1_weight"), 0.06 * 2 / 640);
  }

  @Test
  void allElse_startsAtItsNeutralValue() {
    Map<String, FloatTensor> initial = NetworkParameters.initial(PARAMETERS, 3);
    assertEquals(PARAMETERS.size(), initial.size());
    for (NetworkParameter parameter : PARAMETERS) {
      float[] values = Objects.requireNonNull(initial.get(parameter.fileName())).values();
      float expected =
          switch (parameter.role()) {
            case CONVOLUTION_WEIGHT, DENSE_WEIGHT -> Float.NaN;
            case GAMMA, FIXED_GAMMA, MOVING_VARIANCE -> 1;
            case BIAS, BETA, MOVING_MEAN -> 0;
            case SLOPE -> 0.25f;
          };
      assertTrue(
          Float.isNaN(expected)
              || IntStream.range(0, values.length).allMatch(i -> values[i] == expected),
          parameter.name());
    }
  }

  @Test
  void madeUpValues_areApart_butWeightsAreThoseToStartAt() {
    Map<String, FloatTensor> initial = NetworkParameters.initial(PARAMETERS, 3);
    Map<String, FloatTensor> madeUp = NetworkParameters.madeUp(PARAMETERS, 3);
    assertEquals(initial.keySet(), madeUp.keySet());
    for (NetworkParameter parameter : PARAMETERS) {
      float[] start = Objects.requireNonNull(initial.get(parameter.fileName())).values();
      float[] values = Objects.requireNonNull(madeUp.get(parameter.fileName())).values();
      if (parameter.role().isWeight()) {
        assertArrayEquals(start, values, parameter.name());
      } else {
        assertTrue(
            IntStream.range(1, values.length).allMatch(i -> values[i] != values[0]),
            parameter.name());
      }
    }
  }

  @Test
  void seed_decidesTheValuesOfEachParameterByItsName() {
    NetworkParameter first = parameter("res_3_block0_conv_sep_conv2d_weight");
    NetworkParameter second = parameter("res_3_block1_conv_sep_conv2d_weight");
    float[] values = initial(first, 3);
    assertArrayEquals(values, initial(first, 3));
    assertFalse(Arrays.equals(values, initial(first, 4)));
    assertFalse(Arrays.equals(values, initial(second, 3)));
    assertArrayEquals(
        values,
        Objects.requireNonNull(NetworkParameters.initial(PARAMETERS, 3).get("arg:" + first.name()))
            .values());
  }

  @Test
  void parameterOfAnUnknownOperator_isRefusedByName() {
    SymbolGraph graph =
        new SymbolGraph(
            List.of(
                SymbolNode.variable(Backbone.INPUT),
                SymbolNode.variable("scale"),
                new SymbolNode(
                    "InstanceNorm", "norm", Map.of(), List.of(Entry.of(0), Entry.of(1)))),
            List.of(Entry.of(2)),
            SymbolGraph.CURRENT_VERSION);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> NetworkParameters.of(graph, FACE));
    assertEquals("norm (InstanceNorm): role of its parameters is not known", refused.getMessage());
  }

  private static NetworkParameter parameter(String name) {
    return PARAMETERS.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static float[] initial(NetworkParameter parameter, long seed) {
    return Objects.requireNonNull(
            NetworkParameters.initial(List.of(parameter), seed).get(parameter.fileName()))
        .values();
  }

  private static double variance(String name) {
    float[] values = initial(parameter(name), 3);
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum / values.length;
  }
}
