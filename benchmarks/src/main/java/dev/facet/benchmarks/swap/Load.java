package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.Latencies;
import dev.facet.benchmarks.load.Ledger;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.load.Traffic;
import java.time.Duration;
import java.util.List;

/** The traffic of one phase and all that is noted of it. */
final class Load {

  /** What the last answers may take once nothing more is sent. */
  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final Ledger ledger = new Ledger();
  private final Latencies latencies = new Latencies();
  private final ReplyCheck check;
  private final Traffic traffic;
  private final Timeline timeline;
  private final long begin;

  /** Begins now. */
  Load(Connections connections, Traffic.Mix mix, List<Reference> references, Timeline timeline) {
    this.check = new ReplyCheck(references);
    this.traffic = new Traffic(connections, mix, ledger, latencies, check, timeline);
    this.timeline = timeline;
    this.begin = timeline.nanoTime();
  }

  Ledger ledger() {
    return ledger;
  }

  Latencies latencies() {
    return latencies;
  }

  /** Sends a request that was to be sent at a moment. */
  void send(long intended) {
    traffic.send(intended);
  }

  /**
   * Waits for the last answers.
   *
   * @param activations that were made meanwhile
   * @param refusals why others were not
   */
  Phase end(List<Activation> activations, List<String> refusals) throws InterruptedException {
    double seconds = (timeline.nanoTime() - begin) / SECOND;
    traffic.end(BOUND);
    return new Phase(
        seconds,
        ledger.counts(),
        check.findings(),
        latencies.all(),
        List.copyOf(activations),
        refusals);
  }
}
