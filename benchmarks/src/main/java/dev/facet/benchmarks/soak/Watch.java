package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.measure.ProcessStatus;
import dev.facet.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes samples of a server, some of them while it rests. Used by one thread. */
final class Watch {

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  /** So many collections: a swap or a rotation may go on, and adds to what one of them leaves. */
  private static final int COLLECTIONS = 3;

  private static final Duration APART = Duration.ofMillis(500);

  /** From one look at what is still to be done to the next. */
  private static final Duration LOOKS = Duration.ofMillis(200);

  private final ServerProcess server;
  private final Scrape.Source metrics;
  private final Clients clients;
  private final Timeline timeline;
  private final long begin;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * Time begins now.
   *
   * @param clients whose latencies the samples take
   */
  Watch(ServerProcess server, Scrape.Source metrics, Clients clients, Timeline timeline) {
    this.server = server;
    this.metrics = metrics;
    this.clients = clients;
    this.timeline = timeline;
    this.begin = timeline.nanoTime();
  }

  /** Takes one, without the heap, of which most is what is under way. */
  Sample sample() throws IOException, InterruptedException {
    return sample(Double.NaN);
  }

  /**
   * Takes one once all that was sent is embedded, with what stays on the heap.
   *
   * @param bound longest wait
   */
  Sample atRest(Duration bound) throws IOException, InterruptedException {
    var unused = await(scrape -> scrape.sum("facet_admitted") == 0, bound);
    return sample(settledHeap());
  }

  private Sample sample(double heap) throws IOException, InterruptedException {
    long now = timeline.nanoTime() - begin;
    Scrape scrape = metrics.now();
    Sample sample =
        new Sample(
            now / SECOND,
            clients.answered(),
            Percentiles.of(clients.latencies().latest()),
            ProcessStatus.of(server.pid()),
            heap,
            scrape.sum("facet_admitted"),
            scrape.sum("facet_calls"));
    samples.add(sample);
    return sample;
  }

  /** In bytes: the least that some collections leave. */
  private double settledHeap() throws IOException, InterruptedException {
    long least = server.collect();
    for (int more = 1; more < COLLECTIONS; more++) {
      timeline.await(timeline.nanoTime() + APART.toNanos());
      least = Math.min(least, server.collect());
    }
    return least;
  }

  /** All up to now. */
  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /**
   * Waits until the server has nothing to do any more.
   *
   * @param bound longest wait; what it has then is what the answer tells
   */
  Scrape idle(Duration bound) throws IOException, InterruptedException {
    return await(Watch::isIdle, bound);
  }

  private Scrape await(Predicate<Scrape> enough, Duration bound)
      throws IOException, InterruptedException {
    long since = timeline.nanoTime();
    Scrape scrape = metrics.now();
    while (!enough.test(scrape) && timeline.nanoTime() - since < bound.toNanos()) {
      timeline.await(timeline.nanoTime() + LOOKS.toNanos());
      scrape = metrics.now();
    }
    return scrape;
  }

  private static boolean isIdle(Scrape scrape) {
    return scrape.sum("facet_admitted") == 0
        && scrape.sum("facet_calls") == 0
        && scrape.sum("facet_loaded_versions") == 1;
  }
}
