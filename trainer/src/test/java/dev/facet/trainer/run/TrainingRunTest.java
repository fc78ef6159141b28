package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.step.NonFiniteStepException;
import dev.facet.trainer.step.StepReport;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {

  private static final String YAML =
      """
      output: DIR/run
      data: {people: DIR/faces, threads: 2}
      network: {start: DIR/models/student/1}
      head: {kind: cosface, scale: 16, margin: 0.1}
      schedule: {rate: 0.05}
      training: {batch-size: 10, steps: 12}
      checkpoints: {every: 5}
      """;

  private static final String COMPARING =
      """
      output: DIR/run
      data: {people: DIR/faces, threads: 2, balanced: {people: 5, photos: 2}}
      network: {start: DIR/models/student/1}
      comparison: {}
      schedule: {rate: 0.05}
      training: {batch-size: 10, steps: 60}
      """;

  private final RunFiles files;
  private final ModelBundle student;

  TrainingRunTest(@TempDir Path directory) throws IOException {
    files = new RunFiles(directory);
    student = files.publish("student", 1);
  }

  /** Keeps what it is told. */
  private static final class Told implements TrainingListener {
    private final List<String> all = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> active = new ArrayList<>();

    @Override
    public void began(RunOutline outline) {
      all.add(outline.toString());
    }

    @Override
    public void stepped(StepReport report, Pace pace) {
      losses.add(report.loss());
      report.active().ifPresent(active::add);
      assertTrue(pace.facesPerSecond() > 0 && pace.waited() >= 0 && pace.waited() <= 1);
    }

    @Override
    public void verified(VerificationResult result) {
      all.add("verified " + result.stepsTaken());
    }

    @Override
    public void checkpointed(long stepsTaken) {
      all.add("checkpoint " + stepsTaken);
    }

    @Override
    public void skipped(BadPhotoException photo) {
      all.add("skipped " + photo.getMessage());
    }

    @Override
    public void finished(long stepsTaken) {
      all.add("finished " + stepsTaken);
    }
  }

  @Test
  void run_tellsItsListenersInOrder() throws Exception {
    Told told = new Told();
    String verification = "verification: {pairs: DIR/pairs.txt, images: DIR/faces, every: 8}\n";
    TrainingRun.start(files.config(YAML + verification), List.of(told));
    assertEquals(
        List.of(
            "RunOutline[stepsTaken=0, steps=12, facesPerStep=10, stepsPerEpoch=3, photos=30,"
                + " people=6]",
            "checkpoint 5",
            "verified 8",
            "checkpoint 10",
            "verified 12",
            "checkpoint 12",
            "finished 12"),
        told.all);
    assertEquals(12, told.losses.size());
    assertTrue(told.losses.get(11) < told.losses.get(0), () -> "losses " + told.losses);
  }

  @Test
  void runWithVerificationAndCheckpointsOrWithout_endsWithTheSameWeights() throws Exception {
    String verification = "verification: {pairs: DIR/pairs.txt, images: DIR/faces, every: 1}\n";
    ModelBundle often = run(YAML.replace("every: 5", "every: 1") + verification);
    ModelBundle never = run(YAML.replace("DIR/run", "DIR/other"));
    assertArrayEquals(Files.readAllBytes(often.params()), Files.readAllBytes(never.params()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: softmax}",
        "{kind: normalized-softmax, scale: 16}",
        "{kind: softmax, center: {weight: 0.01}}",
        "{kind: arcface, scale: 16, margin: 0.2}",
        "{kind: combined, scale: 16, angle: 0.1, offset: 0.1}",
        "{kind: sphereface, annealing: {least: 50}}",
        "{kind: am-softmax, scale: 16, margin: 0.1}",
        "{kind: coco, scale: 10}",
      })
  void everyHead_lowersItsLoss(String head) throws Exception {
    Told told = new Told();
    String yaml = YAML.replace("{kind: cosface, scale: 16, margin: 0.1}", head);
    TrainingRun.start(files.config(yaml), List.of(told));
    assertTrue(told.losses.get(11) < told.losses.get(0), () -> "losses " + told.losses);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{mining: batch-hard}", "{mining: all}"})
  void everyMining_lowersItsLossAndItsActiveShare(String comparison) throws Exception {
    Told told = new Told();
    TrainingRun.start(files.config(COMPARING.replace("{}", comparison)), List.of(told));
    assertTrue(mean(told.losses, 50) < mean(told.losses, 0), () -> "losses " + told.losses);
    assertEquals(60, told.active.size());
    assertTrue(mean(told.active, 50) < mean(told.active, 0), () -> "active " + told.active);
  }

  @Test
  void contrastiveLoss_falls() throws Exception {
    Told told = new Told();
    String contrastive = COMPARING.replace("{}", "{kind: contrastive}");
    TrainingRun.start(files.config(contrastive), List.of(told));
    assertTrue(mean(told.losses, 50) < mean(told.losses, 0), () -> "losses " + told.losses);
    assertEquals(60, told.active.size());
    // Of 40 pairs of two people.
    for (double share : told.active) {
      assertEquals(Math.rint(40 * share), 40 * share, 1e-9);
    }
  }

  @Test
  void headAndComparison_areAdded() throws Exception {
    String head = "head: {kind: cosface, scale: 16, margin: 0.1}\n";
    Told both = new Told();
    TrainingRun.start(files.config(COMPARING.replace("{}", "{weight: 0.5}") + head), List.of(both));
    Told comparison = new Told();
    TrainingRun.start(files.config(COMPARING.replace("DIR/run", "DIR/a")), List.of(comparison));
    Told alone = new Told();
    String balanced = COMPARING.replace("comparison: {}\n", head).replace("DIR/run", "DIR/b");
    TrainingRun.start(files.config(balanced), List.of(alone));
    assertEquals(comparison.losses.get(0) / 2 + alone.losses.get(0), both.losses.get(0), 1e-5);
    assertEquals(List.of(), alone.active);
  }

  /** Of ten steps. */
  private static double mean(List<Double> values, int from) {
    return values.subList(from, from + 10).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  @Test
  void studentWithoutHead_comesNearerToItsTeacher() throws Exception {
    files.publish("teacher", 2);
    Told told = new Told();
    String yaml =
        YAML.replace(
                "head: {kind: cosface, scale: 16, margin: 0.1}",
                "distillation: {teacher: DIR/models/teacher/1, relational: 1}")
            .replace("rate: 0.05", "rate: 0.5")
            .replace("steps: 12", "steps: 60");
    TrainingRun.start(files.config(yaml), List.of(told));
    assertTrue(told.losses.get(59) < told.losses.get(0) / 2, () -> "losses " + told.losses);
  }

  @Test
  void mixedFaces_areWhatTheStudentLearnsFrom() throws Exception {
    files.publish("teacher", 2);
    String head = "head: {kind: cosface, scale: 16, margin: 0.1}";
    String taught = "distillation: {teacher: DIR/models/teacher/1";
    Told plain = new Told();
    TrainingRun.start(files.config(YAML.replace(head, taught + "}")), List.of(plain));
    Told mixed = new Told();
    String mixing = ", mixing: {blend: 0.5, splice: 0.25}}";
    ModelBundle trained =
        TrainingRun.start(
            files.config(YAML.replace(head, taught + mixing).replace("DIR/run", "DIR/mixed")),
            List.of(mixed));
    assertNotEquals(plain.losses.get(0), mixed.losses.get(0));
    assertEquals(
        "cosine 1.0, relational 0.0, 0.5 of faces blended, 0.25 spliced",
        trained.manifest().about().provenance().get("distillation"));
  }

  @Test
  void teacherOfAnotherInput_isRefused() throws Exception {
    files.publish("teacher", 2, 40);
    String yaml = YAML + "distillation: {teacher: DIR/models/teacher/1}\n";
    BadBundleException refused = assertThrows(BadBundleException.class, () -> run(yaml));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.startsWith("teacher's input: 40 x 40, RGB,"), said);
  }

  @Test
  void frozenLayers_stayAsTheyAre() throws Exception {
    String frozen = "student/1, frozen: ['conv.*'], statistics: frozen}";
    ModelBundle trained = run(YAML.replace("student/1}", frozen));
    Map<String, FloatTensor> before = ParamsFile.readFloats(student.params());
    Map<String, FloatTensor> after = ParamsFile.readFloats(trained.params());
    assertEquals(before.keySet(), after.keySet());
    after.forEach(
        (name, tensor) -> {
          float[] old = Objects.requireNonNull(before.get(name), name).values();
          boolean still = name.startsWith("arg:conv") || name.startsWith("aux:");
          // Gamma is fixed in this network.
          assertEquals(still || name.endsWith("gamma"), Arrays.equals(old, tensor.values()), name);
        });
  }

  @Test
  void badPhoto_isToldOnceAndTheRunGoesOn() throws Exception {
    Files.writeString(files.people().root().resolve("P00/P00_0001.jpg"), "no photo");
    Told told = new Told();
    String yaml = YAML.replace("threads: 2", "threads: 2, bad-share: 0.1");
    TrainingRun.start(files.config(yaml), List.of(told));
    assertEquals(
        1, told.all.stream().filter(line -> line.startsWith("skipped P00/P00_0001")).count());
  }

  @Test
  void lossThatIsNotFinite_stopsTheRunWithTheStepsFacts() throws Exception {
    Told told = new Told();
    String yaml = YAML.replace("rate: 0.05", "rate: 1.0e+30");
    NonFiniteStepException stopped =
        assertThrows(
            NonFiniteStepException.class,
            () -> TrainingRun.start(files.config(yaml), List.of(told)));
    String said = String.valueOf(stopped.getMessage());
    assertTrue(said.matches("StepReport\\[step=\\d+, loss=.*rate=.*"), said);
    assertEquals(told.losses.size(), stopped.report().step());
    assertFalse(Files.exists(files.directory().resolve("run/model")));
  }

  @Test
  void usedOutput_isRefusedAndResumingAFinishedRunGivesItsModel() throws Exception {
    ModelBundle trained = run(YAML);
    assertThrows(FileAlreadyExistsException.class, () -> run(YAML));
    ModelBundle again = TrainingRun.resume(files.config(YAML), List.of());
    assertEquals(trained.digest(), again.digest());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void runThatIsToldToStop_isSavedAfterTheStep_andResumedToTheSameWeights(int steps)
      throws Exception {
    ModelBundle undisturbed = run(YAML.replace("DIR/run", "DIR/other"));
    Told told = new Told();
    TrainingConfig config = files.config(YAML);
    assertEquals(
        Optional.empty(),
        TrainingRun.start(config, List.of(told), () -> told.losses.size() >= steps));
    assertEquals(steps, told.losses.size());
    assertEquals(List.of("checkpoint " + steps), told.all.subList(1, told.all.size()));
    assertFalse(Files.exists(files.directory().resolve("run/model")));
    ModelBundle resumed = TrainingRun.resume(config, List.of());
    assertArrayEquals(
        Files.readAllBytes(undisturbed.params()), Files.readAllBytes(resumed.params()));
  }

  @Test
  void lambda_fallsFromStepToStep() throws Exception {
    Told falling = new Told();
    TrainingRun.start(files.config(annealed("base: 500, gamma: 10")), List.of(falling));
    Told constant = new Told();
    String yaml = annealed("base: 45.454545454545, gamma: 0").replace("DIR/run", "DIR/other");
    TrainingRun.start(files.config(yaml), List.of(constant));
    assertEquals(constant.losses.get(0), falling.losses.get(0), 1e-6);
    assertNotEquals(constant.losses.get(1), falling.losses.get(1), 1e-2);
  }

  @Test
  void annealing_goesOnWhereItWas() throws Exception {
    String yaml = annealed("base: 500, gamma: 10");
    ModelBundle undisturbed = run(yaml.replace("DIR/run", "DIR/other"));
    Told told = new Told();
    TrainingConfig config = files.config(yaml);
    TrainingRun.start(config, List.of(told), () -> told.losses.size() >= 4);
    assertEquals(4, told.losses.size());
    ModelBundle resumed = TrainingRun.resume(config, List.of());
    assertArrayEquals(
        Files.readAllBytes(undisturbed.params()), Files.readAllBytes(resumed.params()));
  }

  private static String annealed(String annealing) {
    return YAML.replace(
        "{kind: cosface, scale: 16, margin: 0.1}",
        "{kind: sphereface, annealing: {least: 2, " + annealing + "}}");
  }

  @Test
  void comparison_goesOnBitForBitAndIsPartOfTheRecipe() throws Exception {
    ModelBundle undisturbed = run(COMPARING.replace("DIR/run", "DIR/other"));
    Told told = new Told();
    TrainingConfig config = files.config(COMPARING);
    TrainingRun.start(config, List.of(told), () -> told.losses.size() >= 7);
    String other = COMPARING.replace("{}", "{mining: all}");
    assertThrows(BadDataException.class, () -> TrainingRun.resume(files.config(other), List.of()));
    ModelBundle resumed = TrainingRun.resume(config, List.of());
    assertArrayEquals(
        Files.readAllBytes(undisturbed.params()), Files.readAllBytes(resumed.params()));
    assertEquals(
        "Comparison[loss=TripletLoss[mining=SEMI_HARD, margin=0.2], weight=1.0]",
        resumed.manifest().about().provenance().get("comparison"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate: 0.06", "rate: 0.05, warm-up: 1", "rate: 0.05, kind: cosine"})
  void checkpointOfAnotherRecipe_isNotResumed(String schedule) throws Exception {
    run(YAML);
    String other = YAML.replace("rate: 0.05", schedule);
    BadDataException refused =
        assertThrows(
            BadDataException.class, () -> TrainingRun.resume(files.config(other), List.of()));
    assertTrue(String.valueOf(refused.getMessage()).contains("recipe"));
  }

  private ModelBundle run(String yaml) throws IOException, InterruptedException {
    return TrainingRun.start(files.config(yaml), List.of());
  }
}
