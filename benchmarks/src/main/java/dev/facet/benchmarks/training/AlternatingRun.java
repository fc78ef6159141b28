package dev.facet.benchmarks.training;

import dev.facet.benchmarks.measure.ProcessMemory;
import dev.facet.benchmarks.measure.Stretch;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.run.Pace;
import dev.facet.trainer.run.RunOutline;
import dev.facet.trainer.run.TrainingListener;
import dev.facet.trainer.step.StepReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the training loop that is halted after each stretch for one of bare work, by a
 * listener, for which the loop waits: both are done by one thread, and whatever else the machine
 * does falls on both. The first round is a warm-up and does not count.
 *
 * <p>Each stretch begins with steps that do not count. While bare work is done, the loop's other
 * threads prepare batches up to their limit, and then rest: the loop would find these batches
 * ready, and the bare work is disturbed until they are.
 */
public final class AlternatingRun {

  private final TrainingConfig config;
  private final int rounds;
  private final Stretch.Length length;
  private final Sampler sampler;
  private final Consumer<Round> finished;
  private final LongSupplier nanoClock;

  /**
   * A run that has not begun.
   *
   * @param rounds that count, at least 1
   * @param length of each stretch, without what does not count
   * @param sampler takes samples all the while
   * @param finished is told of each round that counts
   * @param nanoClock tells the time, in nanoseconds
   */
  public AlternatingRun(
      TrainingConfig config,
      int rounds,
      Stretch.Length length,
      Sampler sampler,
      Consumer<Round> finished,
      LongSupplier nanoClock) {
    this.config = config;
    this.rounds = rounds;
    this.length = length.after(config.data().batchesAhead() + 1L);
    this.sampler = sampler;
    this.finished = finished;
    this.nanoClock = nanoClock;
  }

  /**
   * Runs it on the calling thread.
   *
   * @return the rounds that count
   * @throws IOException if a run with this configuration would fail
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Round> run() throws IOException, InterruptedException {
    try (Switch between = new Switch()) {
      EndlessRun.until(config, between);
      return between.done.subList(1, between.done.size());
    }
  }

  /** Listens to the loop, and halts it. */
  private final class Switch implements TrainingListener, AutoCloseable {

    /** The warm-up is the first. */
    final List<Round> done = new ArrayList<>();

    private final int faces = config.steps().batchSize() * config.steps().accumulation();
    private @Nullable BareTraining bare;
    private Stretch loop = new Stretch(length, nanoClock);
    private Waits waits = new Waits();
    private int checkpoints;

    @Override
    public void began(RunOutline outline) {
      bare = new BareTraining(config, outline.people());
      beginLoop();
    }

    @Override
    public void stepped(StepReport report, Pace pace) {
      sampler.step(pace.waited());
      boolean ended = loop.step();
      if (loop.counted() > 0) {
        waits.add(pace.waited());
      }
      if (ended) {
        endRound();
      }
    }

    @Override
    public void checkpointed(long stepsTaken) {
      if (loop.counted() > 0) {
        checkpoints++;
      }
    }

    private void endRound() {
      double loopSpeed = faces * loop.perSecond();
      double bareSpeed = faces * bareStretch().perSecond();
      Round round = new Round(loopSpeed, bareSpeed, waits, checkpoints, ProcessMemory.now());
      done.add(round);
      if (done.size() > 1) {
        finished.accept(round);
      }
      if (done.size() > rounds) {
        throw new EnoughException();
      }
      beginLoop();
    }

    private void beginLoop() {
      waits = new Waits();
      checkpoints = 0;
      sampler.begin(Work.LOOP);
      loop = new Stretch(length, nanoClock);
    }

    private Stretch bareStretch() {
      BareTraining training = Objects.requireNonNull(bare);
      sampler.begin(Work.BARE);
      Stretch stretch = new Stretch(length, nanoClock);
      do {
        training.step();
        sampler.step(Double.NaN);
      } while (!stretch.step());
      return stretch;
    }

    @Override
    public void close() {
      if (bare != null) {
        bare.close();
      }
    }
  }
}
