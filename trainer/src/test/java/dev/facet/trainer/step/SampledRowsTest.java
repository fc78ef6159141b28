package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gradient of a row is a constant times its number, so that every step can be computed by hand.
 */
class SampledRowsTest {

  private static final int ALL = 5;
  private static final int WIDTH = 3;
  private static final double RATE = 0.1;
  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 0.01;

  private final Parameters parameters = new Parameters(ComputeDevice.CPU);

  @AfterEach
  void close() {
    parameters.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, WIDTH})
  void rowsOfAStep_areTrained_andTheOthersRestWithTheirMomentum(int width) {
    float[] first = TinyTraining.random(1, ALL, width).values();
    TensorShape shape = width == 1 ? TensorShape.of(ALL) : TensorShape.of(ALL, width);
    Optimizer optimizer = new Sgd(MOMENTUM, DECAY);
    SampledRows rows =
        new SampledRows(
            parameters,
            "w",
            shape,
            TinyTraining.each(new FloatTensor(shape, first)),
            Learning.DECAYED,
            2,
            optimizer);
    TrainingStep step = new TrainingStep(parameters, optimizer, Double.POSITIVE_INFINITY, 1);

    double[][] weights = new double[ALL][width];
    double[][] velocities = new double[ALL][width];
    for (int i = 0; i < first.length; i++) {
      weights[i / width][i % width] = first[i];
    }
    for (int[] chosen : List.of(new int[] {1, 4}, new int[] {0, 1}, new int[] {1, 4})) {
      take(rows, chosen, step);
      for (int row : chosen) {
        for (int j = 0; j < width; j++) {
          double gradient = (row + 1) + DECAY * weights[row][j];
          velocities[row][j] = MOMENTUM * velocities[row][j] - RATE * gradient;
          weights[row][j] += velocities[row][j];
        }
      }
    }

    float[] expected = new float[first.length];
    float[] resting = new float[first.length];
    for (int i = 0; i < first.length; i++) {
      expected[i] = (float) weights[i / width][i % width];
      resting[i] = (float) velocities[i / width][i % width];
    }
    assertArrayEquals(expected, parameters.value("w").values(), 1e-5f);
    assertArrayEquals(resting, parameters.value("w:momentum").values(), 1e-5f);
    for (int j = 0; j < width; j++) {
      assertEquals(first[2 * width + j], parameters.value("w").values()[2 * width + j]);
      assertEquals(first[3 * width + j], parameters.value("w").values()[3 * width + j]);
    }
  }

  @Test
  void adamW_keepsBothMomentsOfARow() {
    Optimizer optimizer = new AdamW(0.9, 0.999, 1e-8, 0);
    FloatTensor first = TinyTraining.random(1, ALL, WIDTH);
    SampledRows rows =
        new SampledRows(
            parameters,
            "w",
            first.shape(),
            TinyTraining.each(first),
            Learning.DECAYED,
            2,
            optimizer);
    TrainingStep step = new TrainingStep(parameters, optimizer, Double.POSITIVE_INFINITY, 1);

    take(rows, new int[] {1, 4}, step);
    take(rows, new int[] {0, 2}, step);

    List<String> kept = new ArrayList<>();
    for (String slot : optimizer.slots()) {
      float[] values = parameters.value("w:" + slot).values();
      for (int row = 0; row < ALL; row++) {
        if (values[row * WIDTH] != 0) {
          kept.add(slot + " " + row);
        }
      }
    }
    List<String> expected = new ArrayList<>();
    optimizer.slots().forEach(s -> List.of(0, 1, 2, 4).forEach(row -> expected.add(s + " " + row)));
    assertEquals(expected, kept);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, ALL + 1})
  void numberOfRowsOutOfRange_isRefused(int rows) {
    TensorShape shape = TensorShape.of(ALL, WIDTH);

    assertEquals(
        "rows: " + rows + " (expected: 1 to 5)",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new SampledRows(
                        parameters, "w", shape, () -> 0, Learning.DECAYED, rows, new Sgd(0.9, 0)))
            .getMessage());
  }

  private static void take(SampledRows rows, int[] chosen, TrainingStep step) {
    rows.take(chosen, step);
    try (MicroBatch batch = step.begin()) {
      NDArray sample = batch.copy(rows.sample());
      float[] factors = {chosen[0] + 1, chosen[1] + 1};
      NDArray factor = batch.manager().create(factors);
      NDArray shaped = sample.getShape().dimension() == 1 ? factor : factor.reshape(2, 1);
      batch.backward(sample.mul(shaped).sum());
    }
    step.update(RATE);
    rows.putBack(chosen, step);
  }
}
