package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.measure.ProcessStatus;
import dev.facet.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes samples of a server, now and then with full collections. Used by one thread. */
final class Watch {

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  /** So many collections, each after what was under way at the one before is done. */
  private static final int COLLECTIONS = 3;

  private static final Duration APART = Duration.ofMillis(500);

  private final ServerProcess server;
  private final Scrape.Source metrics;
  private final Clients clients;
  private final Timeline timeline;
  private final Duration collections;
  private final long begin;
  private final List<Sample> samples = new ArrayList<>();
  private long nextCollection;

  /**
   * Time begins now.
   *
   * @param clients whose latencies the samples take
   * @param collections from one measure of the heap to the next
   */
  Watch(
      ServerProcess server,
      Scrape.Source metrics,
      Clients clients,
      Timeline timeline,
      Duration collections) {
    this.server = server;
    this.metrics = metrics;
    this.clients = clients;
    this.timeline = timeline;
    this.collections = collections;
    this.begin = timeline.nanoTime();
  }

  /** Takes one. */
  Sample sample() throws IOException, InterruptedException {
    long now = timeline.nanoTime() - begin;
    double heap = Double.NaN;
    if (now >= nextCollection) {
      nextCollection = now + collections.toNanos();
      heap = settledHeap();
    }
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

  /**
   * What stays on the heap, in bytes: the least that some collections leave. Each leaves also what
   * is under way at its moment, which adds and never takes away.
   */
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
    long since = timeline.nanoTime();
    Scrape scrape = metrics.now();
    while (!isIdle(scrape) && timeline.nanoTime() - since < bound.toNanos()) {
      timeline.await(timeline.nanoTime() + Duration.ofMillis(200).toNanos());
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
