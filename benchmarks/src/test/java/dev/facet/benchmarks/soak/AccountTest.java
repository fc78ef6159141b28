package dev.facet.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.benchmarks.load.Ledger;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {

  private static final Ledger.Request REQUEST = new Ledger.Request(0, 0);

  @Test
  void requestsOfClientsThatStay_areAllToBeEmbeddedOnce() {
    Account account = Account.served("calls");
    assertEquals(List.of("calls: nothing was sent"), account.faults());
    String first = account.ledger().open(REQUEST);
    assertEquals(List.of("calls: 1 lost"), account.faults());
    account.ledger().answered(first);
    assertEquals(List.of(), account.faults());

    account.ledger().answered(first);
    assertEquals(List.of("calls: 1 double, 0 never asked for"), account.faults());
    account.ledger().failed(account.ledger().open(REQUEST), Code.INTERNAL);
    assertEquals(
        List.of("calls: 1 double, 0 never asked for", "calls: 1 INTERNAL"), account.faults());
  }

  @Test
  void refusals_areCountedAndNoFault() {
    Account account = Account.served("calls");
    account.ledger().failed(account.ledger().open(REQUEST), Code.RESOURCE_EXHAUSTED);
    assertEquals(List.of(), account.faults());
    assertEquals(1, account.refused());
  }

  @Test
  void wrongInput_mustGetItsError_andNoEmbedding() {
    Account account = Account.wrong("empty", Code.INVALID_ARGUMENT);
    account.ledger().failed(account.ledger().open(REQUEST), Code.INVALID_ARGUMENT);
    assertEquals(List.of(), account.faults());
    account.ledger().answered(account.ledger().open(REQUEST));
    account.ledger().failed(account.ledger().open(REQUEST), Code.NOT_FOUND);
    assertEquals(
        List.of("empty: 1 embedded (expected: [INVALID_ARGUMENT])", "empty: 1 NOT_FOUND"),
        account.faults());
  }

  @Test
  void clientsThatLeave_mayMissTheirAnswers_butGetNoError() {
    Account account = Account.leaving("leavers");
    account.ledger().open(REQUEST);
    account.ledger().callFailed(Code.CANCELLED);
    assertEquals(List.of(), account.faults());
    account.ledger().callFailed(Code.UNKNOWN);
    assertEquals(List.of("leavers: 1 UNKNOWN"), account.faults());
  }
}
