package dev.facet.benchmarks.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutcomesTest {

  private static final long MILLI = 1_000_000;

  private final AtomicLong now = new AtomicLong();
  private final Outcomes outcomes = new Outcomes(now::get);

  private void answer(long sentAt, long answeredAt, Code code) {
    outcomes.sent();
    now.set(answeredAt * MILLI);
    if (code == Code.OK) {
      outcomes.answered(sentAt * MILLI);
    } else {
      outcomes.failed(sentAt * MILLI, code);
    }
  }

  @Test
  void requestsOfTheWindow_countWhenEverTheirAnswersCome() {
    outcomes.countFrom(10 * MILLI);
    answer(9, 11, Code.OK);
    answer(10, 12, Code.OK);
    outcomes.countUntil(20 * MILLI);
    answer(19, 100, Code.OK);
    answer(20, 200, Code.OK);

    assertEquals(Map.of(Code.OK, 2L), outcomes.counts());
    assertEquals(4, outcomes.embeddings());
    assertEquals(81, outcomes.answerTimes().max(), 0.1);
  }

  @Test
  void refusals_haveTimesOfTheirOwn() {
    outcomes.countFrom(0);
    answer(0, 40, Code.OK);
    answer(0, 3, Code.RESOURCE_EXHAUSTED);
    answer(0, 1000, Code.DEADLINE_EXCEEDED);

    assertEquals(
        Map.of(Code.OK, 1L, Code.RESOURCE_EXHAUSTED, 1L, Code.DEADLINE_EXCEEDED, 1L),
        outcomes.counts());
    assertEquals(40, outcomes.answerTimes().max(), 0.1);
    assertEquals(3, outcomes.refusalTimes().max(), 0.1);
    assertEquals(1, outcomes.embeddings());
  }

  @Test
  void whatNeverComes_staysOpen() throws InterruptedException {
    outcomes.sent();
    outcomes.sent();
    outcomes.answered(0);
    assertEquals(1, outcomes.awaitAll(Duration.ZERO));
    outcomes.answered(0);
    assertEquals(0, outcomes.awaitAll(Duration.ofDays(1)));
  }

  /** Keeps what is sent until the test answers it. */
  private static final class Kept implements Sender {

    private final Deque<Long> sent = new ArrayDeque<>();
    private boolean ended;

    @Override
    public void send(long intended) {
      sent.add(intended);
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  @Test
  void closedCallers_sendWhenAnAnswerComesUntilTheyAreStopped() {
    Kept kept = new Kept();
    ClosedCallers callers = new ClosedCallers(outcomes, now::get, answers -> kept);
    callers.start(2);
    assertEquals(2, kept.sent.size());

    now.set(5);
    callers.answered(kept.sent.remove());
    assertEquals(2, kept.sent.size());
    assertEquals(5, kept.sent.getLast());

    callers.failed(kept.sent.remove(), Code.UNAVAILABLE);
    assertEquals(1, kept.sent.size());

    callers.stop();
    assertFalse(kept.ended);
    callers.answered(kept.sent.remove());
    callers.end();
    assertTrue(kept.ended);
    assertEquals(0, kept.sent.size());
    assertEquals(2, outcomes.embeddings());
  }
}
