package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.symbol.FloatTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps in which only the head learns. */
class HeadFirstTest {

  private static final int STILL = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void network_staysBitForBitAtFirst_andLearnsAfterwards(int devices) {
    Freezing freezing = new Freezing(name -> false, false, STILL);
    try (TinyTraining training = TinyTraining.withDropout(devices, freezing)) {
      Map<String, FloatTensor> before = training.network.weights();
      float[] head = training.parameters.value(TinyTraining.HEAD).values();
      training.run(STILL);
      training
          .network
          .weights()
          .forEach((name, now) -> assertArrayEquals(values(before, name), now.values(), name));
      assertFalse(Arrays.equals(head, training.parameters.value(TinyTraining.HEAD).values()));
      training.run(1);
      for (String name : new String[] {"arg:conv1_weight", "arg:fc1_beta", "aux:fc1_moving_mean"}) {
        float[] now = values(training.network.weights(), name);
        assertFalse(Arrays.equals(values(before, name), now), name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void head_learnsWhileTheNetworkStays(int devices) {
    Freezing freezing = new Freezing(name -> false, false, 1000);
    try (TinyTraining training = new TinyTraining(devices, freezing)) {
      double first = training.run(1).loss();
      double last = training.run(100).loss();
      assertTrue(last < first * 0.8, first + " to " + last);
    }
  }

  private static float[] values(Map<String, FloatTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name).values();
  }
}
