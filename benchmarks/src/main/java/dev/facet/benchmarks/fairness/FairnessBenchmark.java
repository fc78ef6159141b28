package dev.facet.benchmarks.fairness;

import dev.facet.benchmarks.load.Arrivals;
import dev.facet.benchmarks.load.ClosedLoop;
import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.Latencies;
import dev.facet.benchmarks.load.Ledger;
import dev.facet.benchmarks.load.OpenLoop;
import dev.facet.benchmarks.load.Photos;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.load.Traffic;
import dev.facet.benchmarks.server.ServerMemory;
import dev.facet.benchmarks.server.ServerProcess;
import dev.facet.v1.FaceImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A caller of single faces, alone and beside others, in turn. */
public final class FairnessBenchmark {

  private static final int IMAGES = 16;
  private static final int IN_FLIGHT = 64;
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  /** What the last answers may take once nothing more is sent. */
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final FairnessPlan plan;
  private final Path log;
  private final Consumer<String> progress;
  private final Timeline timeline = Timeline.ofSystem();

  /**
   * A benchmark.
   *
   * @param log the file to which the server's messages go
   * @param progress takes a line now and then
   */
  public FairnessBenchmark(FairnessPlan plan, Path log, Consumer<String> progress) {
    this.plan = plan;
    this.log = log;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IOException if an image cannot be read, or the server does not start or ends
   */
  public FairnessResult run() throws IOException, InterruptedException {
    List<FaceImage> images = Photos.images(plan.images(), IMAGES, plan.seed());
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("models.repository", plan.models().toString());
    FairnessPlan.Times times = plan.times();
    try (ServerProcess server = ServerProcess.start(settings, log)) {
      say("warm-up  %.1f faces/s", capacity(server, images, times.warmUp()));
      double capacity = Double.NaN;
      double perSecond;
      if (plan.fixed().isPresent()) {
        perSecond = plan.fixed().getAsDouble();
      } else {
        capacity = capacity(server, images, times.capacity());
        say("capacity  %.1f faces/s", capacity);
        perSecond = plan.share() * capacity;
      }
      Map<Situation, Outcome> outcomes = new EnumMap<>(Situation.class);
      for (int round = 0; round < times.rounds(); round++) {
        for (Situation situation : Situation.values()) {
          // The same times in every situation of a round.
          Arrivals arrivals = new Arrivals(perSecond, plan.seed() + round);
          Outcome outcome = measure(server, situation, images, arrivals);
          say(
              "round %d  %s: p50 %.1f ms, p99 %.1f ms, %d errors",
              round + 1,
              situation.title(),
              outcome.percentiles().p50(),
              outcome.percentiles().p99(),
              outcome.failures());
          outcomes.merge(situation, outcome, Outcome::plus);
        }
      }
      return new FairnessResult(capacity, perSecond, outcomes);
    }
  }

  /** Faces a second of streams with so many under way together. */
  private double capacity(ServerProcess server, List<FaceImage> images, Duration time)
      throws InterruptedException {
    try (Connections connections = new Connections(server.address(), IN_FLIGHT, 8)) {
      Ledger ledger = new Ledger();
      Traffic traffic = traffic(connections, images, ledger, new Latencies());
      double perSecond = ClosedLoop.perSecond(IN_FLIGHT, time, ledger, timeline, traffic::send);
      traffic.end(BOUND);
      return perSecond;
    }
  }

  private Outcome measure(
      ServerProcess server, Situation situation, List<FaceImage> images, Arrivals arrivals)
      throws IOException, InterruptedException {
    ServerMemory before = ServerMemory.of(server);
    Outcome outcome;
    try (Connections polite = new Connections(server.address(), 0);
        Connections others = new Connections(server.address(), plan.floods())) {
      List<Neighbour> neighbours = situation.begin(others, images, plan.batchImages());
      timeline.await(timeline.nanoTime() + plan.times().settling().toNanos());
      Tally settling = tally(neighbours);

      Ledger ledger = new Ledger();
      Latencies latencies = new Latencies();
      Traffic traffic = traffic(polite, images, ledger, latencies);
      long begin = timeline.nanoTime();
      OpenLoop.run(
          arrivals, timeline, nanos -> nanos < plan.times().load().toNanos(), traffic::send);
      ledger.awaitOpen(0, BOUND);
      double seconds = (timeline.nanoTime() - begin) / SECOND;
      Tally beside = tally(neighbours).minus(settling);

      ServerMemory during = ServerMemory.of(server);
      neighbours.forEach(Neighbour::close);
      outcome =
          new Outcome(
              situation,
              seconds,
              ledger.counts(),
              latencies.all(),
              settling,
              beside,
              before,
              during,
              during);
    }
    return outcome.goneBy(ServerMemory.of(server));
  }

  private Traffic traffic(
      Connections connections, List<FaceImage> images, Ledger ledger, Latencies latencies) {
    return new Traffic(
        connections,
        new Traffic.Mix(images, 0, plan.seed()),
        ledger,
        latencies,
        reply -> {},
        timeline);
  }

  private static Tally tally(List<Neighbour> neighbours) {
    return neighbours.stream().map(Neighbour::tally).reduce(Tally.NONE, Tally::plus);
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }
}
