package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.fixture.TinyModel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The processor stands for several devices. */
class ParallelNetworkTest {

  private static final Freezing STATISTICS = new Freezing(name -> false, true, 0);

  @Test
  void frozenStatistics_twoAndFourDevicesTakeTheStepsOfOne() {
    try (TinyTraining one = new TinyTraining(STATISTICS);
        TinyTraining two = new TinyTraining(2, STATISTICS);
        TinyTraining four = new TinyTraining(4, STATISTICS)) {
      StepReport expected = one.run(5);
      for (TinyTraining several : List.of(two, four)) {
        StepReport report = several.run(5);
        assertEquals(expected.loss(), report.loss(), 1e-4);
        assertEquals(expected.gradientNorm(), report.gradientNorm(), 1e-3);
        for (String name : one.parameters.names()) {
          assertArrayEquals(value(one, name), value(several, name), 1e-5f, name);
        }
      }
    }
  }

  @Test
  void severalMicroBatches_areAddedOverDevicesToo() {
    try (TinyTraining one = new TinyTraining(STATISTICS);
        TinyTraining two = new TinyTraining(2, STATISTICS)) {
      for (TinyTraining training : List.of(one, two)) {
        training.backward(3, 4);
        training.backward(4, 4);
        training.step.update(0.02);
      }
      for (String name : one.parameters.names()) {
        assertArrayEquals(value(one, name), value(two, name), 1e-5f, name);
      }
    }
  }

  @Test
  void updatedStatistics_areEachDevicesOwn_andTheRestStaysTheSameOnAll() {
    try (TinyTraining training = new TinyTraining(2, Freezing.NOTHING)) {
      double first = training.run(1).loss();
      double last = training.run(60).loss();
      assertTrue(last < first / 5, first + " to " + last);
      List<Parameters> all = training.network.replicas().parameters().toList();
      for (String name : all.get(1).names()) {
        float[] values = all.get(0).value(name).values();
        boolean statistic = name.contains("_moving_");
        assertEquals(!statistic, Arrays.equals(values, all.get(1).value(name).values()), name);
        for (float value : values) {
          assertTrue(Float.isFinite(value), name);
        }
      }
    }
  }

  @Test
  void resumedRun_isTheSameBitForBit() {
    try (TinyTraining whole = TinyTraining.withDropout(2, Freezing.NOTHING);
        TinyTraining half = TinyTraining.withDropout(2, Freezing.NOTHING);
        TinyTraining resumed = TinyTraining.withDropout(2, Freezing.NOTHING)) {
      whole.run(6);
      half.run(3);
      half.parameters
          .names()
          .forEach(name -> resumed.parameters.set(name, half.parameters.value(name)));
      resumed.step.restore(half.step.taken(), half.step.state());
      resumed.run(3);
      for (String name : whole.parameters.names()) {
        assertArrayEquals(value(whole, name), value(resumed, name), name);
      }
      assertFalse(
          Arrays.equals(value(half, "conv1_weight"), value(resumed, "conv1_weight")), "it goes on");
    }
  }

  @Test
  void batchThatDoesNotDivide_isRefused() {
    try (TinyTraining training = new TinyTraining(2, Freezing.NOTHING)) {
      Exception refused =
          assertThrows(IllegalArgumentException.class, () -> training.backward(1, 5));
      assertEquals("batch: 5 (expected: a multiple of 2, the devices)", refused.getMessage());
    }
  }

  @Test
  void deviceThatIsNotThere_isRefusedWhereverItStands() {
    TinyModel model = TinyTraining.model();
    ComputeDevice missing = ComputeDevice.parse("gpu99");
    for (List<ComputeDevice> devices :
        List.of(List.of(missing, ComputeDevice.CPU), List.of(ComputeDevice.CPU, missing))) {
      Exception refused =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  new ParallelNetwork(
                      devices, model.symbol(), "data", model.weights(), Freezing.NOTHING));
      String said = String.valueOf(refused.getMessage());
      assertTrue(said.startsWith("device: gpu99 (expected: "), said);
    }
  }

  private static float[] value(TinyTraining training, String name) {
    return training.parameters.value(name).values();
  }
}
