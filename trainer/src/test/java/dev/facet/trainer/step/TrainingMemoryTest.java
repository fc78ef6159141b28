package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.fixture.TinyModel;
import dev.facet.trainer.loss.Annealing;
import dev.facet.trainer.loss.ArcFace;
import dev.facet.trainer.loss.CenterLoss;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.ContrastiveLoss;
import dev.facet.trainer.loss.CosineRegression;
import dev.facet.trainer.loss.MarginSoftmax;
import dev.facet.trainer.loss.Mining;
import dev.facet.trainer.loss.RelationalLoss;
import dev.facet.trainer.loss.SphereFace;
import dev.facet.trainer.loss.TripletLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
class TrainingMemoryTest {

  private static final int STEPS = 1_000;
  private static final int MAX_ROUNDS = 6;

  /** Growth of a round that counts as none; one copy of the centres a step would be 244 MB. */
  private static final long ALLOWED_GROWTH_MB = 5;

  private static final int CENTRES = 2_000;
  private static final int COUNT = 4;

  /**
   * The heap grows for a while and then stays, a leak grows in every round: so one round without
   * growth is asked for, after two thousand steps or more.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void thousandsOfSteps_leaveNoMemoryBehind(int devices) throws IOException {
    try (TinyTraining training = TinyTraining.withDropout(devices, Freezing.NOTHING)) {
      training.parameters.add(
          "centres", TinyTraining.random(5, CENTRES, TinyModel.DIMENSION), Learning.NONE);
      run(training, 1);
      int arrays = managed(training);
      List<Long> growths = new ArrayList<>();
      for (int round = 0; round < MAX_ROUNDS; round++) {
        long before = residentMegabytes();
        run(training, STEPS);
        growths.add(residentMegabytes() - before);
        assertEquals(arrays, managed(training), "arrays of the run");
        if (round > 0 && growths.get(round) <= ALLOWED_GROWTH_MB) {
          return;
        }
      }
      fail("every round of " + STEPS + " steps added megabytes: " + growths);
    }
  }

  private static void run(TinyTraining training, int steps) {
    float[] pixels = TinyTraining.images(1, COUNT);
    float[] teacher = TinyTraining.random(2, COUNT, TinyModel.DIMENSION).values();
    ClassLoss arcFace = new MarginSoftmax(new ArcFace(0.5, false), 64);
    ClassLoss sphereFace = new SphereFace(4, Annealing.DEFAULT);
    CenterLoss center = new CenterLoss(0.003, 0.5);
    for (int i = 0; i < steps; i++) {
      try (MicroBatch batch = training.step.begin()) {
        Shape shape = new Shape(COUNT, 3, TinyTraining.SIZE, TinyTraining.SIZE);
        NDArray x = training.network.forward(batch, pixels, shape);
        NDArray labels = batch.manager().create(new int[] {0, 1, 0, 3});
        NDArray targets = batch.manager().create(teacher, new Shape(COUNT, TinyModel.DIMENSION));
        NDArray centres = batch.copy("centres");
        Map<String, NDArray> head = Map.of(ClassLoss.WEIGHT, batch.copy(TinyTraining.HEAD));
        NDArray loss =
            arcFace
                .value(x, head, labels, i)
                .add(sphereFace.value(x, head, labels, i))
                .add(center.value(x, centres, labels))
                .add(new TripletLoss(Mining.SEMI_HARD, 0.2).value(x, labels).loss())
                .add(new ContrastiveLoss(1).value(x, labels).loss())
                .add(new CosineRegression().value(x, targets))
                .add(new RelationalLoss().value(x, targets));
        batch.backward(loss);
        center.update(training.parameters.array("centres"), x, labels);
      }
      training.step.update(1e-4);
    }
  }

  /** Arrays of all devices. */
  private static int managed(TinyTraining training) {
    return training.network.replicas().parameters().mapToInt(TrainingMemoryTest::managed).sum();
  }

  private static int managed(Parameters parameters) {
    return parameters.manager().getManagedArrays().size();
  }

  private static long residentMegabytes() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1];
    return (Long.parseLong(pages) * 4096) >> 20;
  }
}
