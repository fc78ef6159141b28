package dev.facet.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.benchmarks.load.Ledger.Counts;
import dev.facet.benchmarks.load.Ledger.Request;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

  private final Ledger ledger = new Ledger();
  private final String first = ledger.open(new Request(3, 50));
  private final String second = ledger.open(new Request(4, 60));

  @Test
  void answers_belongToTheirRequests() throws InterruptedException {
    assertEquals(Optional.of(new Request(4, 60)), ledger.answered(second));
    assertEquals(Optional.of(new Request(3, 50)), ledger.answered(first));
    assertEquals(new Counts(2, 2, 0, 0, 0, Map.of()), ledger.counts());
    assertTrue(ledger.awaitOpen(0, Duration.ZERO));
  }

  @Test
  void requestThatGotNothing_isOpen() throws InterruptedException {
    ledger.answered(first);
    assertEquals(new Counts(2, 1, 1, 0, 0, Map.of()), ledger.counts());
    assertFalse(ledger.awaitOpen(0, Duration.ZERO));
  }

  @Test
  void secondAnswer_isADuplicate() {
    ledger.answered(first);
    assertEquals(Optional.empty(), ledger.answered(first));
    assertEquals(new Counts(2, 1, 1, 1, 0, Map.of()), ledger.counts());
  }

  @Test
  void answerAfterAnError_isADuplicate() {
    ledger.failed(first, Code.INTERNAL);
    ledger.answered(first);
    assertEquals(new Counts(2, 0, 1, 1, 0, Map.of(Code.INTERNAL, 1L)), ledger.counts());
  }

  @Test
  void errorAfterAnAnswer_isADuplicate() {
    ledger.answered(first);
    ledger.failed(first, Code.INTERNAL);
    assertEquals(new Counts(2, 1, 1, 1, 0, Map.of()), ledger.counts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "-1", "x", "", "99999999999999999999"})
  void idThatWasNeverSent_isUnknown(String id) {
    assertEquals(Optional.empty(), ledger.answered(id));
    assertEquals(new Counts(2, 0, 2, 0, 1, Map.of()), ledger.counts());
  }

  @Test
  void callThatEndsWithAnError_leavesItsRequestsOpen() {
    ledger.callFailed(Code.UNAVAILABLE);
    assertEquals(new Counts(2, 0, 2, 0, 0, Map.of(Code.UNAVAILABLE, 1L)), ledger.counts());
  }

  @Test
  void counts_areAddedUp() {
    ledger.failed(first, Code.INTERNAL);
    Counts other = new Counts(10, 1, 2, 3, 4, Map.of(Code.INTERNAL, 5L, Code.UNAVAILABLE, 6L));
    assertEquals(
        new Counts(12, 1, 3, 3, 4, Map.of(Code.INTERNAL, 6L, Code.UNAVAILABLE, 6L)),
        ledger.counts().plus(other));
  }
}
