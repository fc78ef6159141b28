package dev.facet.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

  @Test
  void requests_areSentAsTheyAreAnswered() throws InterruptedException {
    FakeTimeline timeline = new FakeTimeline();
    Ledger ledger = new Ledger();
    Queue<String> waiting = new ArrayDeque<>();

    double perSecond =
        ClosedLoop.perSecond(
            4,
            Duration.ofSeconds(1),
            ledger,
            timeline,
            now -> {
              waiting.add(ledger.open(new Ledger.Request(0, now)));
              if (waiting.size() == 4) {
                timeline.pass(10_000_000);
                ledger.answered(waiting.remove());
              }
            });

    assertEquals(100, perSecond, 1e-9);
    assertEquals(3, ledger.counts().open());
  }

  @Test
  void unansweredRequests_areNoMoreThanAllowed() throws InterruptedException {
    Ledger ledger = new Ledger();
    ClosedLoop.perSecond(
        4,
        Duration.ofMillis(1),
        ledger,
        new FakeTimeline(),
        now -> ledger.open(new Ledger.Request(0, now)));
    assertEquals(4, ledger.counts().open());
  }
}
