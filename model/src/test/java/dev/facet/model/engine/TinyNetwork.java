package dev.facet.model.engine;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.FloatTensor;
import java.util.Map;
import java.util.Objects;

/**
 * The network of {@link TinyModel} by the definitions of its layers, in plain loops and double
 * precision: what the engine is held against.
 */
final class TinyNetwork {

  private static final double EPSILON = 2e-5;

  private final Map<String, FloatTensor> weights;
  private final Manifest.Input input;

  TinyNetwork(TinyModel model) {
    weights = model.weights();
    input = model.manifest().input();
  }

  double[] embed(float[] tensor) {
    double[][][] planes = new double[input.channels().count()][input.height()][input.width()];
    int at = 0;
    for (double[][] plane : planes) {
      for (double[] row : plane) {
        for (int x = 0; x < row.length; x++) {
          row[x] = tensor[at++];
        }
      }
    }
    return norm(dense(halved(convolved(convolved(planes, "conv1", 4), "conv2", 2))));
  }

  /** Convolution 3 x 3 with a border of one zero, then max(0, v). */
  private double[][][] convolved(double[][][] in, String layer, int stride) {
    float[] weight = values("arg:" + layer + "_weight");
    float[] bias = values("arg:" + layer + "_bias");
    int height = (in[0].length - 1) / stride + 1;
    int width = (in[0][0].length - 1) / stride + 1;
    double[][][] out = new double[bias.length][height][width];
    for (int filter = 0; filter < bias.length; filter++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double sum = bias[filter];
          for (int channel = 0; channel < in.length; channel++) {
            for (int k = 0; k < 9; k++) {
              int row = y * stride + k / 3 - 1;
              int column = x * stride + k % 3 - 1;
              if (row >= 0 && row < in[0].length && column >= 0 && column < in[0][0].length) {
                sum += weight[(filter * in.length + channel) * 9 + k] * in[channel][row][column];
              }
            }
          }
          out[filter][y][x] = Math.max(0, sum);
        }
      }
    }
    return out;
  }

  /** Means over squares of 2 x 2; a last odd row or column is left out. */
  private static double[][][] halved(double[][][] in) {
    double[][][] out = new double[in.length][in[0].length / 2][in[0][0].length / 2];
    for (int c = 0; c < out.length; c++) {
      for (int y = 0; y < out[0].length; y++) {
        for (int x = 0; x < out[0][0].length; x++) {
          double[] above = in[c][2 * y];
          double[] below = in[c][2 * y + 1];
          out[c][y][x] = (above[2 * x] + above[2 * x + 1] + below[2 * x] + below[2 * x + 1]) / 4;
        }
      }
    }
    return out;
  }

  private double[] dense(double[][][] in) {
    float[] weight = values("arg:pre_fc1_weight");
    float[] bias = values("arg:pre_fc1_bias");
    double[] out = new double[bias.length];
    int at = 0;
    for (int i = 0; i < out.length; i++) {
      out[i] = bias[i];
      for (double[][] plane : in) {
        for (double[] row : plane) {
          for (double value : row) {
            out[i] += weight[at++] * value;
          }
        }
      }
    }
    return out;
  }

  /** Batch norm by the moving statistics, gamma fixed at 1. */
  private double[] norm(double[] in) {
    float[] beta = values("arg:fc1_beta");
    float[] mean = values("aux:fc1_moving_mean");
    float[] variance = values("aux:fc1_moving_var");
    double[] out = new double[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = (in[i] - mean[i]) / Math.sqrt(variance[i] + EPSILON) + beta[i];
    }
    return out;
  }

  private float[] values(String name) {
    return Objects.requireNonNull(weights.get(name), name).values();
  }
}
