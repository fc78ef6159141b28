package dev.facet.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

  private static final long SECOND = 1_000_000_000;
  private static final double RATE = 1_000;

  private final FakeTimeline timeline = new FakeTimeline();
  private final long begin = timeline.nanoTime();

  private static List<Long> expected(long end) {
    Arrivals arrivals = new Arrivals(RATE, 1);
    return LongStream.generate(arrivals::next).takeWhile(time -> time < end).boxed().toList();
  }

  @Test
  void requests_areSentAtTheTimesThatWereSet() throws InterruptedException {
    List<Long> sentAt = new ArrayList<>();
    List<Long> intended = new ArrayList<>();

    OpenLoop.run(
        new Arrivals(RATE, 1),
        timeline,
        offset -> offset < SECOND,
        moment -> {
          sentAt.add(timeline.nanoTime() - begin);
          intended.add(moment - begin);
        });

    assertEquals(expected(SECOND), intended);
    assertEquals(intended, sentAt);
  }

  @Test
  void sendThatTakesLong_delaysNobodysIntendedTime() throws InterruptedException {
    List<Long> late = new ArrayList<>();
    List<Long> intended = new ArrayList<>();

    OpenLoop.run(
        new Arrivals(RATE, 1),
        timeline,
        offset -> offset < SECOND,
        moment -> {
          late.add(timeline.nanoTime() - moment);
          intended.add(moment - begin);
          if (intended.size() == 1) {
            timeline.pass(SECOND / 2);
          }
        });

    assertEquals(expected(SECOND), intended);
    assertEquals(0, late.get(0));
    assertEquals(SECOND / 2 - (intended.get(1) - intended.get(0)), late.get(1));
    assertEquals(0, late.get(late.size() - 1), "it has caught up");
  }

  /** Half of a second's requests wait for a stall of half a second, so the median is near it. */
  @Test
  void stalledServer_makesTheLatencyOfAllGrowThatComeMeanwhile() throws InterruptedException {
    Ledger ledger = new Ledger();
    Latencies latencies = new Latencies();
    List<String> waiting = new ArrayList<>();

    OpenLoop.run(
        new Arrivals(RATE, 1),
        timeline,
        offset -> offset < SECOND,
        moment -> {
          waiting.add(ledger.open(new Ledger.Request(0, moment)));
          if (timeline.nanoTime() - begin >= SECOND / 2) {
            waiting.forEach(
                id ->
                    latencies.record(
                        timeline.nanoTime() - ledger.answered(id).orElseThrow().intended()));
            waiting.clear();
          }
        });

    Histogram all = latencies.all();
    assertEquals(expected(SECOND).size(), all.getTotalCount());
    assertEquals(500, Percentiles.of(all).max(), 10);
    double slow = all.getCountBetweenValues(1_000, 1_000_000) / (double) all.getTotalCount();
    assertEquals(0.5, slow, 0.05);
    assertTrue(Percentiles.of(all).p90() > 350, "those that came early in the stall");
  }
}
