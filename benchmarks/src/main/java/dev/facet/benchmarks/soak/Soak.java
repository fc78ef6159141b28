package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Arrivals;
import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.OpenLoop;
import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.swap.Activation;
import dev.facet.benchmarks.swap.Background;
import dev.facet.benchmarks.swap.ReplyCheck;
import dev.facet.benchmarks.swap.Swapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The load, the swaps, the rotations and the samples, all at once. Used by one thread. */
final class Soak {

  /** What the last answers may take once nothing more is sent. */
  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final double MINUTE = 60;

  private final SoakPlan plan;
  private final Access access;
  private final Clients clients;
  private final Rotation rotation;
  private final Watch watch;
  private final Timeline timeline;
  private final Consumer<String> progress;
  private final List<Activation> activations = new CopyOnWriteArrayList<>();
  private double nextLine = MINUTE;

  Soak(
      SoakPlan plan,
      Access access,
      Clients clients,
      Rotation rotation,
      Watch watch,
      Timeline timeline,
      Consumer<String> progress) {
    this.plan = plan;
    this.access = access;
    this.clients = clients;
    this.rotation = rotation;
    this.watch = watch;
    this.timeline = timeline;
    this.progress = progress;
  }

  /**
   * Runs it, until all clients have gone.
   *
   * @param offered faces a second that are sent in the mean
   * @param check that has all replies
   */
  SoakResult run(double capacity, double offered, ReplyCheck check)
      throws IOException, InterruptedException {
    Duration time = plan.times().soak();
    Crowd crowd = clients.crowd();
    List<String> failures = new ArrayList<>();
    try (Background background = new Background();
        Connections operator = new Connections(access::connect, 0, 1)) {
      Swapper swapper = new Swapper(operator.unary().getChannel(), timeline);
      swapper.rehearse();
      say(watch.atRest(BOUND));
      long end = timeline.nanoTime() + time.toNanos();
      Future<?> swapping =
          background.start(
              () ->
                  swapper.run(
                      new Swapper.Plan(plan.times().swaps(), time, OptionalInt.empty()),
                      activations));
      Future<?> rotating =
          background.start(() -> rotation.run(access, plan.times().rotations(), time));
      for (long seed = plan.seed(); timeline.nanoTime() < end; seed++) {
        long part = Math.min(plan.times().rests().toNanos(), end - timeline.nanoTime());
        Arrivals arrivals = new Arrivals(offered / crowd.faces(), seed);
        Future<?> sending =
            background.start(
                () -> OpenLoop.run(arrivals, timeline, nanos -> nanos < part, crowd::send));
        while (!Background.ended(sending, plan.times().sampling())) {
          say(watch.sample());
        }
        say(watch.atRest(BOUND));
      }
      failure("swaps", swapping).ifPresent(failures::add);
      failure("rotations", rotating).ifPresent(failures::add);
      crowd.end(BOUND);
      say(watch.sample());
    }
    clients.close();
    return new SoakResult(
        capacity,
        offered,
        time,
        crowd.accounts(),
        check.findings(),
        Percentiles.of(clients.latencies().all()),
        List.copyOf(activations),
        rotation.done(),
        failures,
        watch.samples(),
        watch.idle(BOUND));
  }

  /** Waits for a job, and tells why it ended early. */
  private static Optional<String> failure(String what, Future<?> job) throws InterruptedException {
    try {
      job.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(what + ": " + e.getCause());
    }
  }

  private void say(Sample sample) {
    if (sample.seconds() < nextLine) {
      return;
    }
    nextLine += MINUTE;
    progress.accept(
        String.format(
            Locale.ROOT,
            "%.1f min  %d embeddings, p99 %.0f ms, %.0f MiB, %.0f threads, %.0f handles,"
                + " %d swaps, %d rotations",
            sample.minutes(),
            sample.answered(),
            sample.latencies().p99(),
            sample.residentMib(),
            sample.threads(),
            sample.handles(),
            activations.size(),
            rotation.done()));
  }
}
