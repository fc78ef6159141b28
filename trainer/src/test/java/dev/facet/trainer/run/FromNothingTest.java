package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.trainer.config.VerificationConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From random weights to a published version that tells people apart whom it never saw. */
class FromNothingTest {

  @Test
  void network_isTrainedPublishedAndServed(@TempDir Path directory)
      throws IOException, InterruptedException {
    RunFiles files = new RunFiles(directory);
    DrawnPeople.write(directory.resolve("training"), 100, 24, 6);
    ModelBundle trained =
        TrainingRun.start(
            files.config(
                """
                output: DIR/run
                data: {people: DIR/training}
                augmentation: {mirror: {}, crop: {}}
                network: {backbone: mobilefacenet-y1, dimension: 64}
                head: {kind: cosface, scale: 16, margin: 0.1}
                schedule: {kind: cosine, rate: 0.1, warm-up: 5}
                training: {batch-size: 16, steps: 100}
                verification: {pairs: DIR/pairs.txt, images: DIR/faces, every: 50}
                """),
            List.of());
    MeasuringSet set =
        new MeasuringSet(
            "drawn",
            Sources.pairs(
                new VerificationConfig.Pairs(
                    directory.resolve("pairs.txt"), files.people().root(), Optional.empty())));
    ModelRepository repository = new ModelRepository(directory.resolve("published"));
    new Publication(
            repository,
            ComputeDevice.CPU,
            Clock.systemUTC(),
            new Manifest.About("", Map.of(), Map.of()))
        .publish("face", trained, set);

    try (EmbeddingModel served =
        EmbeddingModel.load(repository.open("face", 1), ComputeDevice.CPU)) {
      assertEquals(64, served.manifest().output().dimension());
      VerificationReport report = new Verifier(set.set()).judge(served);
      // Random weights reach 0.7.
      assertTrue(report.auc() > 0.95, () -> "area under the curve " + report.auc());
    }
  }
}
