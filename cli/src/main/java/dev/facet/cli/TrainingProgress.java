package dev.facet.cli;

import dev.facet.model.evaluation.VerificationReport;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.run.Pace;
import dev.facet.trainer.run.RunOutline;
import dev.facet.trainer.run.TrainingListener;
import dev.facet.trainer.run.VerificationResult;
import dev.facet.trainer.step.StepReport;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says on stderr how far a run is: on a terminal in one line that is written over and over,
 * elsewhere in a line now and then.
 */
final class TrainingProgress implements TrainingListener {
  private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(200);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);

  private final Console console;
  private final StatusLine line;
  private final LongSupplier nanoClock;
  private final long intervalNanos;
  private @Nullable RunOutline outline;
  private long shownAt;

  /** Progress by the given clock, in nanoseconds. */
  TrainingProgress(Console console, LongSupplier nanoClock) {
    this.console = console;
    this.line = new StatusLine(console.err());
    this.nanoClock = nanoClock;
    this.intervalNanos = (console.interactive() ? TERMINAL_INTERVAL : LOG_INTERVAL).toNanos();
  }

  @Override
  public void began(RunOutline outline) {
    this.outline = outline;
    shownAt = nanoClock.getAsLong() - intervalNanos;
    String from =
        outline.stepsTaken() == 0 ? "" : ", from step %d on".formatted(outline.stepsTaken());
    say(
        "%d steps of %d faces%s; %d photos of %d people"
            .formatted(
                outline.steps(), outline.facesPerStep(), from, outline.photos(), outline.people()));
  }

  @Override
  public void stepped(StepReport report, Pace pace) {
    if (outline == null) {
      throw new IllegalStateException("the run has not begun");
    }
    long taken = report.step() + 1;
    long now = nanoClock.getAsLong();
    if (now - shownAt < intervalNanos && taken < outline.steps()) {
      return;
    }
    shownAt = now;
    String text =
        String.format(
            Locale.ROOT,
            "step %d of %d, epoch %d  loss %.4f  %.0f faces/s  %s left",
            taken,
            outline.steps(),
            pace.epoch() + 1,
            report.loss(),
            pace.facesPerSecond(),
            time(pace.left()));
    if (console.interactive()) {
      line.show(text);
    } else {
      console.err().println(text);
    }
  }

  /** Such as {@code 1:02:03}: hours, minutes, seconds. */
  private static String time(Duration left) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }

  @Override
  public void verified(VerificationResult result) {
    VerificationReport report = result.report();
    say(
        String.format(
            Locale.ROOT,
            "step %d: accuracy %.4f, TAR at FAR 1e-3 %.4f, AUC %.5f",
            result.stepsTaken(),
            report.best().accuracy(),
            report.tarAtFar1e3(),
            report.auc()));
  }

  @Override
  public void skipped(BadPhotoException photo) {
    say("facet: " + photo.getMessage());
  }

  @Override
  public void finished(long stepsTaken) {
    endLine();
  }

  private void say(String text) {
    endLine();
    console.err().println(text);
  }

  /** Leaves the line as it is, so that what comes next stands below it. */
  void endLine() {
    line.leave();
  }
}
