package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.imports.BundleImport;
import dev.facet.model.imports.ImportOptions;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.trainer.config.TrainingConfigFile;
import dev.facet.trainer.config.VerificationConfig;
import dev.facet.trainer.step.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A published network trained on with photos of people. */
class FineTuneTest {

  private static final int SAME = 500;
  private static final int PAIRS = 40;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "head: {kind: softmax, center: {}}",
        "head: {kind: cosface}",
        "head: {kind: arcface, scale: 64}",
        "head: {kind: sphereface}",
        "head: {kind: am-softmax}",
        "head: {kind: coco}",
        "comparison: {margin: 1}",
        "comparison: {mining: all, margin: 1}",
        "comparison: {mining: batch-hard, margin: 1}",
        "comparison: {kind: contrastive}",
      })
  void publishedNetwork_learnsNewPeopleAndStaysAsGoodOnOthers(String loss, @TempDir Path directory)
      throws Exception {
    Path images = SharedData.require("data/lfw/images");
    Path landmarks = SharedData.require("data/lfw/landmarks.txt");
    ModelBundle start = publish(directory);
    List<Double> losses = new ArrayList<>();
    ModelBundle tuned =
        TrainingRun.start(
            TrainingConfigFile.read(config(directory, loss, images, landmarks)),
            List.of(
                new TrainingListener() {
                  @Override
                  public void stepped(StepReport report, Pace pace) {
                    losses.add(report.loss());
                  }
                }));
    assertTrue(losses.get(losses.size() - 1) < losses.get(0), () -> "losses " + losses);

    Map<String, FloatTensor> before = ParamsFile.readFloats(start.params());
    ParamsFile.readFloats(tuned.params())
        .forEach(
            (name, tensor) -> {
              float[] old = Objects.requireNonNull(before.get(name), name).values();
              assertEquals(name.startsWith("aux:"), Arrays.equals(old, tensor.values()), name);
            });

    MeasuringSet set =
        new MeasuringSet(
            "lfw",
            Sources.pairs(
                new VerificationConfig.Pairs(pairs(directory), images, Optional.of(landmarks))));
    VerificationReport report = set.judge(tuned, ComputeDevice.CPU);
    assertTrue(report.best().accuracy() >= 0.95, () -> "accuracy " + report.best().accuracy());
  }

  private static ModelBundle publish(Path directory) throws IOException {
    BundleImport found =
        BundleImport.examine(SharedData.require("models/mobileface-v2"), ImportOptions.NONE);
    return new ModelRepository(directory.resolve("models"))
        .publish("face", OptionalLong.of(1), found.manifest(), found.symbol(), found.params());
  }

  private static Path config(Path directory, String loss, Path images, Path landmarks)
      throws IOException {
    Path list = directory.resolve("people.txt");
    Files.write(list, List.of("George_W_Bush", "Colin_Powell", "Tony_Blair", "Hugo_Chavez"));
    return Files.writeString(
        directory.resolve("train.yaml"),
        """
        output: DIR/run
        data: {people: IMAGES, list: LIST, landmarks: LANDMARKS, balanced: {people: 4, photos: 4}}
        network: {start: DIR/models/face/1, statistics: frozen}
        LOSS
        schedule: {kind: steps, rate: 0.001}
        training: {batch-size: 16, steps: 8}
        """
            .replace("DIR", directory.toString())
            .replace("IMAGES", images.toString())
            .replace("LIST", list.toString())
            .replace("LANDMARKS", landmarks.toString())
            .replace("LOSS", loss));
  }

  /** The first pairs of each kind among those of the development test. */
  private static Path pairs(Path directory) throws IOException {
    List<String> all = Files.readAllLines(SharedData.require("data/lfw/pairsDevTest.txt"));
    assertFalse(all.isEmpty());
    List<String> some = new ArrayList<>();
    some.add(Integer.toString(PAIRS));
    some.addAll(all.subList(1, 1 + PAIRS));
    some.addAll(all.subList(1 + SAME, 1 + SAME + PAIRS));
    return Files.write(directory.resolve("pairs.txt"), some);
  }
}
