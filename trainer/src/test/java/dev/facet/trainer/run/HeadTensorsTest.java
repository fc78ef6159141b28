package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.step.Learning;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.Sgd;
import dev.facet.trainer.step.TrainingStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads whose classes are spread over several devices, for which the processor stands. */
class HeadTensorsTest {

  private static final int PEOPLE = 7;
  private static final int DIMENSION = 4;
  private static final String FACES = "faces";
  private static final String MORE_FACES = "more faces";
  private static final int FACES_OF_A_DEVICE = 3;
  private static final int[] LABELS = {0, 6, 3, 3, 2, 5};

  private final RunFiles files;

  HeadTensorsTest(@TempDir Path directory) throws IOException {
    files = new RunFiles(directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: softmax",
        "kind: cosface, scale: 8",
        "kind: arcface, scale: 8, weight: 0.5",
        "kind: combined, scale: 8",
        "kind: sphereface",
        "kind: coco, scale: 4"
      })
  void classesOnSeveralDevices_learnAsOnOne(String head) throws IOException {
    try (Trained one = new Trained(config(head), 1);
        Trained two = new Trained(config(head), 2);
        Trained three = new Trained(config(head), 3)) {
      for (int step = 0; step < 3; step++) {
        double expected = one.step();
        assertEquals(expected, two.step(), 1e-5 * expected);
        assertEquals(expected, three.step(), 1e-5 * expected);
      }
      for (Trained several : List.of(two, three)) {
        Map<String, float[]> arrived = several.values();
        one.values()
            .forEach(
                (name, values) ->
                    assertArrayEquals(
                        values, Objects.requireNonNull(arrived.get(name)), 1e-4f, name));
      }
    }
  }

  @Test
  void eachDevice_hasItsShareOfTheClasses() throws IOException {
    try (Trained trained = new Trained(config("kind: softmax"), 3)) {
      Map<String, TensorShape> shapes = new LinkedHashMap<>();
      for (String name : trained.parameters.names()) {
        if (name.startsWith("head:") && name.endsWith("weight")) {
          shapes.put(name, trained.parameters.value(name).shape());
        }
      }

      assertEquals(
          Map.of(
              "head:0:weight", TensorShape.of(2, DIMENSION),
              "head:1:weight", TensorShape.of(2, DIMENSION),
              "head:2:weight", TensorShape.of(3, DIMENSION)),
          shapes);
    }
  }

  @Test
  void morePlacesThanPeople_stayEmpty() throws IOException {
    try (Trained trained = new Trained(config("kind: cosface"), PEOPLE + 2)) {
      assertEquals(
          PEOPLE, trained.parameters.names().stream().filter(n -> n.startsWith("head:")).count());
      assertThrows(IllegalArgumentException.class, () -> trained.parameters.array("head:7:weight"));
    }
  }

  private TrainingConfig config(String head) throws IOException {
    return files.config(
        """
        output: DIR/run
        data: {people: DIR/faces}
        network: {start: DIR/models/student/1}
        head: {%s}
        schedule: {rate: 0.1}
        training: {batch-size: 6, steps: 3}
        """
            .formatted(head));
  }

  /** Embeddings and a head that learn, both on some devices. */
  private static final class Trained implements AutoCloseable {

    private final Parameters parameters = new Parameters(ComputeDevice.CPU);
    private final HeadTensors head;
    private final TrainingStep step;

    Trained(TrainingConfig config, int devices) {
      Random random = new Random(1);
      for (String name : List.of(FACES, MORE_FACES)) {
        TensorShape shape = TensorShape.of(FACES_OF_A_DEVICE, DIMENSION);
        parameters.add(name, shape, random::nextGaussian, Learning.UNDECAYED);
      }
      List<Parameters> homes = Collections.nCopies(devices, parameters);
      Head loss = config.objective().head().orElseThrow();
      head = new HeadTensors(loss, config, homes, PEOPLE, DIMENSION);
      step = new TrainingStep(parameters, new Sgd(0.9, 5e-4), Double.POSITIVE_INFINITY, 1);
    }

    double step() {
      head.begin(LABELS, step);
      double loss;
      try (MicroBatch batch = step.begin()) {
        NDArray embeddings = batch.meet(List.of(batch.copy(FACES), batch.copy(MORE_FACES)));
        loss = batch.backward(head.loss(batch, embeddings));
      }
      step.update(0.1);
      head.end(step);
      return loss;
    }

    /** Embeddings, and the tensors of the head as if on one device. */
    Map<String, float[]> values() {
      Map<String, float[]> values = new LinkedHashMap<>();
      for (String name : List.of(FACES, MORE_FACES)) {
        values.put(name, parameters.value(name).values());
      }
      for (String tensor : List.of("weight", "bias")) {
        List<Float> rows = new ArrayList<>();
        for (String name : parameters.names()) {
          if (name.startsWith("head:") && name.endsWith(tensor)) {
            FloatTensor part = parameters.value(name);
            for (float value : part.values()) {
              rows.add(value);
            }
          }
        }
        float[] whole = new float[rows.size()];
        for (int i = 0; i < whole.length; i++) {
          whole[i] = rows.get(i);
        }
        values.put(tensor, whole);
      }
      return values;
    }

    @Override
    public void close() {
      parameters.close();
    }
  }
}
