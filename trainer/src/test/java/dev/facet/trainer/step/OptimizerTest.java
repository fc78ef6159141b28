package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Minimises {@code sum(w^2 / 2 + w)}, whose gradient is {@code w + 1}. */
class OptimizerTest {

  private static final float[] START = {0.5f, -3};
  private static final double[] RATES = {0.1, 0.1, 0.05, 0.2};

  private Parameters parameters;

  @BeforeEach
  void addOneOfEachKind() {
    parameters = new Parameters(ComputeDevice.CPU);
    for (Learning learning : Learning.values()) {
      TensorShape shape = TensorShape.of(START.length);
      parameters.add(learning.name(), new FloatTensor(shape, START), learning);
    }
  }

  @AfterEach
  void close() {
    parameters.close();
  }

  @Test
  void sgd_followsItsDefinition() {
    run(new TrainingStep(parameters, new Sgd(0.9, 0.01), Double.POSITIVE_INFINITY, 1));
    assertValues("DECAYED", sgd(0.01));
    assertValues("UNDECAYED", sgd(0));
    assertArrayEquals(START, parameters.value("NONE").values());
  }

  private static double[] sgd(double decay) {
    double[] w = {START[0], START[1]};
    double[] v = new double[2];
    for (double rate : RATES) {
      for (int i = 0; i < 2; i++) {
        v[i] = 0.9 * v[i] - rate * (w[i] + 1 + decay * w[i]);
        w[i] += v[i];
      }
    }
    return w;
  }

  @Test
  void adamW_followsItsDefinition() {
    AdamW adam = new AdamW(0.9, 0.99, 1e-3, 0.1);
    run(new TrainingStep(parameters, adam, Double.POSITIVE_INFINITY, 1));
    assertValues("DECAYED", adamW(0.1));
    assertValues("UNDECAYED", adamW(0));
    assertArrayEquals(START, parameters.value("NONE").values());
  }

  private static double[] adamW(double decay) {
    double[] w = {START[0], START[1]};
    double[] mean = new double[2];
    double[] variance = new double[2];
    for (int step = 0; step < RATES.length; step++) {
      for (int i = 0; i < 2; i++) {
        double gradient = w[i] + 1;
        mean[i] = 0.9 * mean[i] + 0.1 * gradient;
        variance[i] = 0.99 * variance[i] + 0.01 * gradient * gradient;
        double corrected = mean[i] / (1 - Math.pow(0.9, step + 1));
        double deviation = Math.sqrt(variance[i] / (1 - Math.pow(0.99, step + 1)));
        w[i] -= RATES[step] * (corrected / (deviation + 1e-3) + decay * w[i]);
      }
    }
    return w;
  }

  @Test
  void parameterThatLearnsLater_staysUntilThen_andBeginsAsOneThatLearnsFromTheStart() {
    TensorShape shape = TensorShape.of(START.length);
    parameters.add("LATE", new FloatTensor(shape, START), Learning.DECAYED, 2);
    AdamW adam = new AdamW(0.9, 0.99, 1e-3, 0.1);
    TrainingStep step = new TrainingStep(parameters, adam, Double.POSITIVE_INFINITY, 1);
    for (int i = 0; i < 2; i++) {
      backwardLate(step);
      step.update(0.3);
      assertArrayEquals(START, parameters.value("LATE").values());
    }
    for (double rate : RATES) {
      backwardLate(step);
      step.update(rate);
    }
    assertValues("LATE", adamW(0.1));
  }

  private static void backwardLate(TrainingStep step) {
    try (MicroBatch batch = step.begin()) {
      NDArray w = batch.copy("LATE");
      batch.backward(w.square().div(2).add(w).sum());
    }
  }

  @Test
  void gradientAboveTheNorm_isClippedToIt() {
    // Two learn, each with the gradient (1.5, -2): together of norm sqrt(12.5).
    TrainingStep step = new TrainingStep(parameters, new Sgd(0, 0), 0.5, 1);
    backward(step);
    assertEquals(Math.sqrt(12.5), step.update(1).gradientNorm(), 1e-6);
    double scale = 0.5 / Math.sqrt(12.5);
    assertValues("UNDECAYED", new double[] {0.5 - 1.5 * scale, -3 + 2 * scale});
  }

  @Test
  void gradientBelowTheNorm_isLeft() {
    TrainingStep step = new TrainingStep(parameters, new Sgd(0, 0), 4, 1);
    backward(step);
    step.update(0.5);
    assertValues("UNDECAYED", new double[] {0.5 - 0.75, -3 + 1});
  }

  @Test
  void threeMicroBatches_areAveraged() {
    TrainingStep step = new TrainingStep(parameters, new Sgd(0, 0), Double.POSITIVE_INFINITY, 1);
    for (double factor : new double[] {1, 2, 6}) {
      try (MicroBatch batch = step.begin()) {
        batch.backward(batch.copy("UNDECAYED").sum().mul(factor));
      }
    }
    StepReport report = step.update(0.1);
    assertEquals(-2.5 * 3, report.loss(), 1e-6);
    assertEquals(Math.sqrt(2) * 3, report.gradientNorm(), 1e-6);
    assertValues("UNDECAYED", new double[] {0.5 - 0.3, -3 - 0.3});
    assertValues("DECAYED", new double[] {0.5, -3});
  }

  @Test
  void parameterThatALossLeavesOut_keepsNoGradientOfTheLastOne() {
    TrainingStep step = new TrainingStep(parameters, new Sgd(0, 0), Double.POSITIVE_INFINITY, 1);
    backward(step);
    step.update(0);
    for (int i = 0; i < 2; i++) {
      try (MicroBatch batch = step.begin()) {
        batch.backward(batch.copy("UNDECAYED").sum());
      }
    }
    assertEquals(Math.sqrt(2), step.update(1).gradientNorm(), 1e-6);
    assertArrayEquals(START, parameters.value("DECAYED").values());
  }

  @Test
  void microBatchThatIsGivenUp_leavesTheOthers() {
    TrainingStep step = new TrainingStep(parameters, new Sgd(0, 0), Double.POSITIVE_INFINITY, 1);
    backward(step);
    step.begin().close();
    step.begin().close();
    assertEquals(Math.sqrt(12.5), step.update(0).gradientNorm(), 1e-6);
  }

  @Test
  void restoredRun_goesOnBitForBit() {
    AdamW adam = new AdamW(0.9, 0.99, 1e-8, 0.1);
    TrainingStep step = new TrainingStep(parameters, adam, Double.POSITIVE_INFINITY, 1);
    run(step);
    try (Parameters others = new Parameters(ComputeDevice.CPU)) {
      for (Learning learning : Learning.values()) {
        others.add(learning.name(), parameters.value(learning.name()), learning);
      }
      TrainingStep resumed = new TrainingStep(others, adam, Double.POSITIVE_INFINITY, 1);
      resumed.restore(step.taken(), step.state());
      run(step);
      Parameters first = parameters;
      parameters = others;
      run(resumed);
      parameters = first;
      for (String name : parameters.names()) {
        assertArrayEquals(parameters.value(name).values(), others.value(name).values(), name);
      }
      assertEquals(8, resumed.taken());
    }
  }

  @Test
  void stateOfAnotherOptimizer_isRefused() {
    TrainingStep sgd = new TrainingStep(parameters, new Sgd(0.9, 0), 1, 1);
    TrainingStep adam = new TrainingStep(parameters, new AdamW(0.9, 0.99, 1e-8, 0), 1, 1);
    Map<String, FloatTensor> state = sgd.state();
    assertThrows(IllegalArgumentException.class, () -> adam.restore(1, state));
  }

  @Test
  void nonFiniteLoss_changesNothingAndSaysWhere() {
    TrainingStep step = new TrainingStep(parameters, new Sgd(0.9, 0.01), 5, 1);
    backward(step);
    step.update(0.1);
    float[] before = parameters.value("DECAYED").values();
    try (MicroBatch batch = step.begin()) {
      batch.backward(batch.copy("DECAYED").log().sum());
    }
    NonFiniteStepException refused =
        assertThrows(NonFiniteStepException.class, () -> step.update(0.1));
    assertEquals(1, refused.report().step());
    assertArrayEquals(before, parameters.value("DECAYED").values());
    backward(step);
    assertEquals(1, step.update(0.1).step());
  }

  @Test
  void updateWithoutAMicroBatch_isRefused() {
    TrainingStep step = new TrainingStep(parameters, new Sgd(0.9, 0.01), 5, 1);
    assertThrows(IllegalStateException.class, () -> step.update(0.1));
  }

  @Test
  void numbersOutOfRange_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Sgd(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(0.9, -1));
    assertThrows(IllegalArgumentException.class, () -> new AdamW(0.9, 0.99, 0, 0));
    Sgd sgd = new Sgd(0, 0);
    assertThrows(IllegalArgumentException.class, () -> new TrainingStep(parameters, sgd, 0, 1));
  }

  private void run(TrainingStep step) {
    for (double rate : RATES) {
      backward(step);
      step.update(rate);
    }
  }

  private void backward(TrainingStep step) {
    try (MicroBatch batch = step.begin()) {
      NDArray loss = batch.manager().create(0f);
      for (Learning learning : Learning.values()) {
        NDArray w = batch.copy(learning.name());
        loss = loss.add(w.square().div(2).add(w).sum());
      }
      batch.backward(loss);
    }
  }

  private void assertValues(String name, double[] expected) {
    float[] values = parameters.value(name).values();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], values[i], 1e-6, name + " " + i);
    }
  }
}
