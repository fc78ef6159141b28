package dev.facet.trainer.log;

import dev.facet.model.evaluation.VerificationReport;
import dev.facet.trainer.run.Pace;
import dev.facet.trainer.run.RunOutline;
import dev.facet.trainer.run.TrainingListener;
import dev.facet.trainer.run.VerificationResult;
import dev.facet.trainer.step.StepReport;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is measured of a run into its directory: {@code metrics.csv}, event files for
 * TensorBoard, and, when it is closed, {@code curves.png}. A run that goes on goes on with them;
 * all three are then as if it had never ended. What was measured is in the files at once.
 *
 * <p>A file that cannot be written ends the run with an {@link UncheckedIOException}. Used by one
 * thread.
 */
public final class RunLog implements TrainingListener, Closeable {

  private final Path directory;
  private final InstantSource clock;
  private @Nullable MetricsFile metrics;
  private @Nullable EventFile events;

  /**
   * A log. Nothing is written before the run begins.
   *
   * @param directory of the run; made where it does not exist
   * @param clock gives the times that TensorBoard shows
   */
  public RunLog(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  private Path metricsFile() {
    return directory.resolve("metrics.csv");
  }

  @Override
  public void began(RunOutline outline) {
    try {
      Files.createDirectories(directory);
      metrics = MetricsFile.open(metricsFile(), outline.stepsTaken());
      events = EventFile.create(directory, outline.stepsTaken(), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stepped(StepReport report, Pace pace) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.LOSS, report.loss());
    values.put(Metric.LEARNING_RATE, report.rate());
    values.put(Metric.GRADIENT_NORM, report.gradientNorm());
    report.active().ifPresent(share -> values.put(Metric.ACTIVE_SHARE, share));
    values.put(Metric.FACES_PER_SECOND, pace.facesPerSecond());
    values.put(Metric.DATA_WAIT, pace.waited());
    write(new Measured(report.step() + 1, values));
  }

  @Override
  public void verified(VerificationResult result) {
    VerificationReport report = result.report();
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.ACCURACY, report.best().accuracy());
    values.put(Metric.TAR_AT_FAR_1E_3, report.tarAtFar1e3());
    values.put(Metric.AUC, report.auc());
    write(new Measured(result.stepsTaken(), values));
  }

  private void write(Measured measured) {
    if (metrics == null || events == null) {
      throw new IllegalStateException("the run has not begun");
    }
    try {
      metrics.write(measured);
      events.write(measured);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the files, and draws the curves of all that they hold. */
  @Override
  public void close() throws IOException {
    if (metrics == null) {
      return;
    }
    try {
      metrics.close();
    } finally {
      if (events != null) {
        events.close();
      }
    }
    List<Measured> measured = MetricsFile.read(metricsFile());
    if (!measured.isEmpty()) {
      CurvesPlot.write(measured, directory.resolve("curves.png"));
    }
  }
}
