package dev.facet.trainer.study;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.yaml.YamlFile;
import dev.facet.trainer.config.VerificationConfig;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.log.RunLog;
import dev.facet.trainer.run.MeasuringSet;
import dev.facet.trainer.run.TrainingListener;
import dev.facet.trainer.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Makes the runs of a study, one after the other, and measures what came of them. A study that was
 * ended, by whatever, goes on where it was. Its directory gets {@code table.md}, which grows with
 * each run, and where embeddings have two values {@code features.png}, of the first seed; each
 * run's gets {@code config.yaml}, as for {@code facet train}, {@code measured.csv} and what every
 * run has.
 *
 * <p>Nothing else may use the engine of the process meanwhile.
 */
public final class StudyRunner {

  private static final String CONFIG = "config.yaml";
  private static final String MEASURED = "measured.csv";

  private final Study study;
  private final InstantSource clock;
  private final Listeners listeners;

  /** Makes what is told of a run. */
  @FunctionalInterface
  public interface Listeners {
    /**
     * A run is about to begin, or to go on.
     *
     * @param number of it in the study, 1 for the first
     * @return what is told of its progress
     */
    TrainingListener of(StudyRun run, int number);
  }

  /**
   * A runner.
   *
   * @param clock gives the times that TensorBoard shows
   */
  public StudyRunner(Study study, InstantSource clock, Listeners listeners) {
    this.study = study;
    this.clock = clock;
    this.listeners = listeners;
  }

  /**
   * Makes all runs that are not made yet.
   *
   * @param stop asked after each step whether to end; if so, the run is saved first
   * @return the table; empty if it was ended before all runs were made
   * @throws BadDataException if a run was begun with another configuration
   * @throws IOException if a run fails, or something cannot be written
   */
  public Optional<String> run(BooleanSupplier stop) throws IOException, InterruptedException {
    for (StudyRun run : study.runs()) {
      requireSame(run);
    }
    int number = 0;
    for (StudyRun run : study.runs()) {
      number++;
      Path directory = run.config().output();
      if (Files.exists(directory.resolve(MEASURED))) {
        continue;
      }
      Files.createDirectories(directory);
      Files.write(directory.resolve(CONFIG), run.yaml().bytes());
      Optional<ModelBundle> trained = train(run, listeners.of(run, number), stop);
      if (trained.isEmpty()) {
        return Optional.empty();
      }
      measured(run, trained.get()).write(directory.resolve(MEASURED));
      Files.writeString(study.output().resolve("table.md"), table());
    }
    draw();
    return Optional.of(table());
  }

  private static void requireSame(StudyRun run) throws IOException {
    Path file = run.config().output().resolve(CONFIG);
    if (Files.exists(file) && !Arrays.equals(YamlFile.bytes(file), run.yaml().bytes())) {
      throw new BadDataException(
          file, "is of another configuration (expected: the same, or another output)");
    }
  }

  private Optional<ModelBundle> train(StudyRun run, TrainingListener progress, BooleanSupplier stop)
      throws IOException, InterruptedException {
    try (RunLog log = new RunLog(run.config().output(), clock)) {
      return TrainingRun.resume(run.config(), List.of(log, progress), stop);
    }
  }

  private Measurements measured(StudyRun run, ModelBundle bundle) throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    Optional<VerificationConfig> verification = run.config().verification();
    if (verification.isPresent()) {
      try (MeasuringSet set = MeasuringSet.open(verification.get().set())) {
        values.putAll(set.measured(set.judge(bundle, ComputeDevice.CPU)));
      }
    }
    if (study.features().isPresent()) {
      ClassGeometry geometry =
          FeatureMap.of(bundle, study.features().get(), run.config().output()).geometry();
      values.put("intra-class-angle", geometry.intra());
      values.put("inter-class-angle", geometry.inter());
      values.put("scatter", geometry.scatter());
      values.put("nearest-class-accuracy", 100 * geometry.accuracy());
    }
    return new Measurements(values);
  }

  private String table() throws IOException {
    StudyTable table = new StudyTable();
    for (StudyRun run : study.runs()) {
      Path file = run.config().output().resolve(MEASURED);
      if (Files.exists(file)) {
        table.add(run.variant(), Measurements.read(file));
      }
    }
    return table.markdown();
  }

  private void draw() throws IOException {
    if (study.features().isEmpty()) {
      return;
    }
    Map<String, FeatureMap> features = new LinkedHashMap<>();
    for (StudyRun run : study.runs()) {
      if (run.seed() != study.runs().get(0).seed()) {
        continue;
      }
      ModelBundle bundle = ModelBundle.open(run.config().output().resolve(TrainingRun.MODEL));
      if (bundle.manifest().output().dimension() == 2) {
        features.put(
            run.variant(), FeatureMap.of(bundle, study.features().get(), run.config().output()));
      }
    }
    if (!features.isEmpty()) {
      FeaturesPlot.write(features, study.output().resolve("features.png"));
    }
  }
}
