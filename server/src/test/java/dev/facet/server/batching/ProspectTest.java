package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is foretold of an item, and whether it is let in. */
@Timeout(60)
class ProspectTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Prospect NOTHING = new Prospect(0, 0, 0);

  private final FakeClock clock = new FakeClock();
  private final GatedEngine engine = new GatedEngine();
  private final Batcher<Integer, Integer> batcher =
      new Batcher<>(
          "test",
          new KeptThreads(),
          new BatcherOptions(1, 4),
          clock,
          new BatchListener() {},
          index -> engine);

  private final Caller caller = Caller.withoutDeadline(Urgency.INTERACTIVE);

  @AfterEach
  void close() {
    engine.letAllGo();
    batcher.close();
  }

  @Test
  void firstItem_isForetoldNothing() {
    assertEquals(NOTHING, batcher.prospect(Caller.withoutDeadline(Urgency.BULK)));
  }

  @Test
  void batcher_foretellsWhatWaitsAtThePaceOfItsBatches() throws Exception {
    submit(1);
    engine.nextBatch();
    for (int item = 2; item <= 5; item++) {
      submit(item);
    }
    clock.advance(1_600);
    engine.letOneGo();
    engine.nextBatch();
    submit(6);
    submit(7);
    assertEquals(new Prospect(2, 1_600, 1_600), batcher.prospect(caller));

    clock.advance(3_200);
    engine.letOneGo();
    engine.nextBatch();
    // A batch of four in 3,200 is an item in 800; the mean moves by a sixteenth of the difference.
    assertEquals(new Prospect(0, 1_550, 1_700), batcher.prospect(caller));
  }

  @Test
  void workers_shareTheWork() {
    Pace pace = new Pace(2);
    pace.served(4, Duration.ofNanos(800));
    assertEquals(new Prospect(3, 100, 800), pace.prospect(3));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          # what                       ; ahead; each; run; ahead after; each; run; expected ms
          the second stage is slower   ; 3    ; 10  ; 20 ; 2          ; 50  ; 60 ; 330
          the first stage is slower    ; 30   ; 10  ; 20 ; 2          ; 5   ; 60 ; 380
          nothing waits in the second  ; 3    ; 10  ; 20 ; 0          ; 50  ; 60 ; 230
          nothing waits in the first   ; 0    ; 10  ; 20 ; 4          ; 50  ; 60 ; 280
          """)
  void itemThatWouldComeTooLate_isRefused(
      String what, int ahead, int each, int run, int then, int thenEach, int thenRun, int expected)
      throws Exception {
    Prospect first = new Prospect(ahead, each * MILLI, run * MILLI);
    Prospect second = new Prospect(then, thenEach * MILLI, thenRun * MILLI);
    long now = clock.getAsLong();
    Caller inTime = Caller.withDeadline(Urgency.BULK, now + expected * MILLI);
    assertDoesNotThrow(() -> first.requireInTime(inTime, now, second));
    Caller late = Caller.withDeadline(Urgency.BULK, now + expected * MILLI - 1);
    QueueFullException refused =
        assertThrows(QueueFullException.class, () -> first.requireInTime(late, now, second));
    assertEquals(
        "wait: about %d ms, for %d items that come first (expected: within the deadline)"
            .formatted(expected, ahead + then),
        refused.getMessage());
  }

  @Test
  void callerWithoutDeadline_waitsHoweverLong() {
    Prospect ages = new Prospect(1_000_000, 1e12, 1e12);
    Caller patient = Caller.withoutDeadline(Urgency.BULK);
    assertDoesNotThrow(() -> ages.requireInTime(patient, clock.getAsLong(), ages));
  }

  @Test
  void itemThatNothingIsAheadOf_isTriedHoweverSlowTheLastOneWas() {
    Prospect slow = new Prospect(0, 1e12, 1e12);
    Caller hurried = Caller.withDeadline(Urgency.BULK, clock.getAsLong() + 1);
    assertDoesNotThrow(() -> slow.requireInTime(hurried, clock.getAsLong(), slow));
  }

  private void submit(int item) {
    CompletableFuture<?> unused = batcher.submit(caller, item);
  }
}
