package dev.facet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.run.Pace;
import dev.facet.trainer.run.RunOutline;
import dev.facet.trainer.run.VerificationResult;
import dev.facet.trainer.step.StepReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long nanos;

  @Test
  void elsewhereThanOnATerminal_aLineComesNowAndThenAndAtTheEnd() {
    TrainingProgress progress = progress(false);
    progress.began(new RunOutline(0, 5, 64, 10, 640, 32));
    step(progress, 1, 0);
    step(progress, 2, 29);
    step(progress, 3, 1);
    step(progress, 4, 1);
    step(progress, 5, 1);
    progress.finished(5);

    assertEquals(
        """
        5 steps of 64 faces; 640 photos of 32 people
        step 1 of 5, epoch 1  loss 1.5000  1250 faces/s  1:02:03 left
        step 3 of 5, epoch 1  loss 1.5000  1250 faces/s  1:02:03 left
        step 5 of 5, epoch 1  loss 1.5000  1250 faces/s  1:02:03 left
        """,
        err.toString(UTF_8));
  }

  @Test
  void onATerminal_oneLineIsWrittenOver() {
    TrainingProgress progress = progress(true);
    progress.began(new RunOutline(2, 4, 64, 10, 640, 32));
    step(progress, 3, 0);
    progress.skipped(new BadPhotoException("Ann/Ann_0001.jpg", "no such file"));
    step(progress, 4, 0);
    progress.finished(4);

    assertEquals(
        """
        4 steps of 64 faces, from step 2 on; 640 photos of 32 people
        \r\033[Kstep 3 of 4, epoch 1  loss 1.5000  1250 faces/s  1:02:03 left
        facet: Ann/Ann_0001.jpg: no such file
        \r\033[Kstep 4 of 4, epoch 1  loss 1.5000  1250 faces/s  1:02:03 left
        """,
        err.toString(UTF_8));
  }

  @Test
  void verification_hasALineOfItsOwn() {
    List<ScoredPair> pairs = List.of(new ScoredPair(0.9, true), new ScoredPair(0.1, false));
    VerificationReport report = VerificationReport.of(List.of(pairs), OptionalDouble.empty());
    progress(false).verified(new VerificationResult(7, report));
    assertEquals(
        "step 7: accuracy 1.0000, TAR at FAR 1e-3 1.0000, AUC 1.00000\n", err.toString(UTF_8));
  }

  private TrainingProgress progress(boolean interactive) {
    PrintStream stream = new PrintStream(err, true, UTF_8);
    return new TrainingProgress(new Console(stream, stream, interactive), () -> nanos);
  }

  /** Takes a step, some seconds after the one before. */
  private void step(TrainingProgress progress, int number, int seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
    progress.stepped(
        new StepReport(number - 1, 1.5, 1, 0.1, OptionalDouble.empty()),
        new Pace(0, 1250, 0, Duration.ofSeconds(3723)));
  }
}
