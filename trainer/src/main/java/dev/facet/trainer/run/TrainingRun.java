package dev.facet.trainer.run;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import dev.facet.trainer.checkpoint.Checkpoint;
import dev.facet.trainer.checkpoint.CheckpointFolder;
import dev.facet.trainer.config.ObjectiveConfig.Distillation;
import dev.facet.trainer.config.StepsConfig;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.data.loader.EpochOrder;
import dev.facet.trainer.data.loader.FacePreparation;
import dev.facet.trainer.data.loader.Position;
import dev.facet.trainer.step.NonFiniteStepException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A run: steps, and between them verification and checkpoints. The output directory holds {@code
 * checkpoints/} and, once all steps are taken, {@code model/}, a bundle with the trained network. A
 * lock on its file {@code .lock} keeps other runs out meanwhile.
 *
 * <p>Whatever ends a run, killing included, it can be resumed from its latest checkpoint, and ends
 * with the same weights, bit for bit, as if nothing had been. That holds on one kind of processor;
 * others may round differently.
 *
 * <p>One run a process, and nothing else on the engine meanwhile: the engine is used by the calling
 * thread alone, which also runs teacher and verification.
 */
public final class TrainingRun {

  private static final String CHECKPOINTS = "checkpoints";

  /** Name of the bundle of the trained network, in the directory of a run. */
  public static final String MODEL = "model";

  private final TrainingConfig config;
  private final List<TrainingListener> listeners;
  private final BooleanSupplier stop;
  private final CheckpointFolder checkpoints;

  private TrainingRun(
      TrainingConfig config, List<TrainingListener> listeners, BooleanSupplier stop) {
    this.config = config;
    this.listeners = List.copyOf(listeners);
    this.stop = stop;
    checkpoints =
        new CheckpointFolder(config.output().resolve(CHECKPOINTS), config.checkpoints().keep());
  }

  /**
   * Trains from the beginning.
   *
   * @param config what to do
   * @param listeners are told of the progress, in order
   * @param stop asked after each step but the last whether to end; if so, the run is saved first
   * @return the trained network; empty if the run was ended before it had taken all steps
   * @throws FileAlreadyExistsException if the output directory holds another run
   * @throws FileSystemException if another run is writing there
   * @throws NonFiniteStepException if loss or gradient of a step were not finite; its message has
   *     the step's facts
   * @throws IOException if the machine or the engine lacks a device, data, network or teacher are
   *     not as they should be, too many photos are bad, or the output cannot be written
   * @throws InterruptedException if the thread is interrupted
   */
  public static Optional<ModelBundle> start(
      TrainingConfig config, List<TrainingListener> listeners, BooleanSupplier stop)
      throws IOException, InterruptedException {
    OutputLock lock = OutputLock.take(config.output());
    try {
      TrainingRun run = new TrainingRun(config, listeners, stop);
      if (!run.checkpoints.isEmpty() || Files.exists(config.output().resolve(MODEL))) {
        throw new FileAlreadyExistsException(
            config.output().toString(),
            null,
            "holds a run (expected: resuming it, or another path)");
      }
      return run.run(Optional.empty());
    } finally {
      lock.close();
    }
  }

  /** Trains from the beginning to the end. */
  public static ModelBundle start(TrainingConfig config, List<TrainingListener> listeners)
      throws IOException, InterruptedException {
    return start(config, listeners, () -> false).orElseThrow();
  }

  /**
   * Goes on from the latest checkpoint, or trains from the beginning if there is none.
   *
   * @param config of the same recipe as the checkpoint's run; speed, verification, checkpoints and
   *     publication may differ
   * @throws BadDataException if it is of another recipe
   * @throws IOException as {@link #start}, and if the checkpoint is damaged
   * @see #start(TrainingConfig, List, BooleanSupplier)
   */
  public static Optional<ModelBundle> resume(
      TrainingConfig config, List<TrainingListener> listeners, BooleanSupplier stop)
      throws IOException, InterruptedException {
    OutputLock lock = OutputLock.take(config.output());
    try {
      TrainingRun run = new TrainingRun(config, listeners, stop);
      return run.run(run.checkpoints.latest());
    } finally {
      lock.close();
    }
  }

  /** Goes on from the latest checkpoint, and does not stop before the end. */
  public static ModelBundle resume(TrainingConfig config, List<TrainingListener> listeners)
      throws IOException, InterruptedException {
    return resume(config, listeners, () -> false).orElseThrow();
  }

  private Optional<ModelBundle> run(Optional<Checkpoint> from)
      throws IOException, InterruptedException {
    requireDevices();
    Network network = Network.of(config.network(), config.seed());
    try (FaceSource faces = Sources.faces(config.data().source());
        Teacher teacher = teacher(network);
        Learner learner = new Learner(config, network, teacher, faces.people())) {
      String recipe = Recipe.digest(config, faces, network, teacher);
      if (from.isPresent()) {
        requireRecipe(from.get(), recipe);
        learner.restore(from.get());
      }
      EpochOrder order = Sources.order(config, faces);
      long steps = steps(order);
      TrainedBundle trained =
          new TrainedBundle(
              Provenance.manifest(config, network, teacher, faces, steps, recipe),
              network.symbol());
      Milestones milestones = new Milestones(config, trained, checkpoints, recipe, listeners);
      tellOutline(learner, faces, order, steps);
      Manifest manifest = network.manifest();
      TrainingLoop loop =
          new TrainingLoop(config, steps, learner, milestones, listeners, stop, System::nanoTime);
      boolean complete =
          loop.run(
              new FacePreparation(
                  faces,
                  manifest.input(),
                  manifest.alignment(),
                  config.augmentation(),
                  config.seed()),
              order,
              from.map(Checkpoint::next).orElse(Position.START));
      if (!complete) {
        return Optional.empty();
      }
      ModelBundle result = trained.write(config.output(), MODEL, learner.weights());
      listeners.forEach(listener -> listener.finished(learner.taken()));
      return Optional.of(result);
    }
  }

  /** Before anything is read, and as what a user can mend. */
  private void requireDevices() throws IOException {
    for (ComputeDevice device : config.devices()) {
      try {
        EngineRuntime.newManager(device).close();
      } catch (IllegalArgumentException missing) {
        throw new IOException(missing.getMessage(), missing);
      }
    }
  }

  private long steps(EpochOrder order) throws BadDataException {
    StepsConfig sizes = config.steps();
    long steps = sizes.length().steps(order.length() / sizes.batchSize(), sizes.accumulation());
    if (config.headFirst() >= steps) {
      throw new BadDataException(
          config.data().source().directory(),
          "training.head-first: %d (expected: below %d, the number of steps)"
              .formatted(config.headFirst(), steps));
    }
    return steps;
  }

  private void tellOutline(Learner learner, FaceSource faces, EpochOrder order, long steps) {
    int facesPerStep = config.steps().batchSize() * config.steps().accumulation();
    RunOutline outline =
        new RunOutline(
            learner.taken(),
            steps,
            facesPerStep,
            Math.max(1, order.length() / facesPerStep),
            faces.size(),
            faces.people());
    listeners.forEach(listener -> listener.began(outline));
  }

  private void requireRecipe(Checkpoint checkpoint, String recipe) throws BadDataException {
    if (!checkpoint.recipe().equals(recipe)) {
      throw new BadDataException(
          config.output(),
          "recipe "
              + checkpoint.recipe()
              + " (expected: "
              + recipe
              + ", that of the configuration; its data, network, loss, optimiser, schedule and"
              + " steps must be those of the run that is resumed)");
    }
  }

  private @Nullable Teacher teacher(Network network) throws IOException {
    Optional<Distillation> distillation = config.objective().distillation();
    return distillation.isPresent()
        ? Teacher.load(distillation.get(), network.manifest(), config.devices().get(0))
        : null;
  }
}
