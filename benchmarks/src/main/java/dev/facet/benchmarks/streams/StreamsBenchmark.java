package dev.facet.benchmarks.streams;

import dev.facet.benchmarks.load.Arrivals;
import dev.facet.benchmarks.load.ClosedLoop;
import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.Latencies;
import dev.facet.benchmarks.load.Ledger;
import dev.facet.benchmarks.load.OpenLoop;
import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.load.Photos;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.load.Traffic;
import dev.facet.benchmarks.server.ServerMemory;
import dev.facet.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The same load on one stream, and on more and more of them, in turn. */
public final class StreamsBenchmark {

  private static final int IMAGES = 16;
  private static final int IN_FLIGHT = 64;
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  /** What the last answers may take once nothing more is sent. */
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final StreamsPlan plan;
  private final Path log;
  private final Consumer<String> progress;
  private final Timeline timeline = Timeline.ofSystem();

  /**
   * A benchmark.
   *
   * @param log the file to which the server's messages go
   * @param progress takes a line now and then
   */
  public StreamsBenchmark(StreamsPlan plan, Path log, Consumer<String> progress) {
    this.plan = plan;
    this.log = log;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IOException if an image cannot be read, or the server does not start or ends
   */
  public StreamsResult run() throws IOException, InterruptedException {
    Traffic.Mix mix =
        new Traffic.Mix(Photos.images(plan.images(), IMAGES, plan.seed()), 0, plan.seed());
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("models.repository", plan.models().toString());
    ServerProcess.Kind kind =
        plan.idleEngine() ? ServerProcess.Kind.IDLE_ENGINE : ServerProcess.Kind.FACET;
    List<Sample> samples = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(kind, settings, log)) {
      warmUp(server, mix);
      for (int round = 0; round < plan.times().rounds(); round++) {
        for (int streams : order(round)) {
          Sample sample = measure(server, mix, streams, plan.seed() + round);
          progress.accept(
              String.format(
                  Locale.ROOT,
                  "round %d  %d streams  %.0f us a request, p99 %.1f ms, heap %.1f MiB",
                  round + 1,
                  streams,
                  sample.microsPerRequest(),
                  sample.latencies().p99(),
                  sample.idle().heapMib()));
          samples.add(sample);
        }
      }
      return new StreamsResult(plan.perSecond(), samples, ServerMemory.of(server));
    }
  }

  /** There and back, since a server goes on getting faster for minutes. */
  private List<Integer> order(int round) {
    List<Integer> order = new ArrayList<>(plan.counts());
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }

  private void warmUp(ServerProcess server, Traffic.Mix mix) throws InterruptedException {
    try (Connections connections =
        new Connections(server.address(), IN_FLIGHT, plan.connections())) {
      Ledger ledger = new Ledger();
      Traffic traffic = traffic(connections, mix, ledger, new Latencies());
      double perSecond =
          ClosedLoop.perSecond(IN_FLIGHT, plan.times().warmUp(), ledger, timeline, traffic::send);
      traffic.end(BOUND);
      progress.accept(String.format(Locale.ROOT, "warm-up  %.1f faces/s", perSecond));
    }
  }

  private Sample measure(ServerProcess server, Traffic.Mix mix, int streams, long seed)
      throws IOException, InterruptedException {
    ServerMemory before = ServerMemory.of(server);
    try (Connections connections = new Connections(server.address(), streams, plan.connections())) {
      Ledger ledger = new Ledger();
      Latencies latencies = new Latencies();
      Traffic traffic = traffic(connections, mix, ledger, latencies);
      useEachOnce(traffic, ledger, streams);
      ServerMemory idle = ServerMemory.of(server);
      latencies.latest(); // those up to now do not count

      long answeredBefore = ledger.counts().answered();
      long begin = timeline.nanoTime();
      Duration processorBefore = server.processorTime();
      OpenLoop.run(
          new Arrivals(plan.perSecond(), seed),
          timeline,
          nanos -> nanos < plan.times().load().toNanos(),
          traffic::send);
      ledger.awaitOpen(0, BOUND);
      Duration processorTime = server.processorTime().minus(processorBefore);
      double seconds = (timeline.nanoTime() - begin) / SECOND;
      Percentiles percentiles = Percentiles.of(latencies.latest());
      long answered = ledger.counts().answered() - answeredBefore;
      traffic.end(BOUND);
      return new Sample(
          streams,
          answered,
          seconds,
          processorTime.toNanos() / SECOND,
          percentiles,
          ledger.counts(),
          before,
          idle);
    }
  }

  private Traffic traffic(
      Connections connections, Traffic.Mix mix, Ledger ledger, Latencies latencies) {
    return new Traffic(connections, mix, ledger, latencies, reply -> {}, timeline);
  }

  /** So that every stream is one that the server knows, and that has had work. */
  private void useEachOnce(Traffic traffic, Ledger ledger, int streams)
      throws InterruptedException {
    for (int i = 0; i < streams; i++) {
      ledger.awaitOpen(IN_FLIGHT - 1, BOUND);
      traffic.send(timeline.nanoTime());
    }
    ledger.awaitOpen(0, BOUND);
  }
}
