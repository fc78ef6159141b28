package dev.facet.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.server.rpc.ClientLimitException.Reason;
import dev.facet.server.security.Identity;
import dev.facet.server.security.Identity.Kind;
import dev.facet.server.telemetry.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientBudgetTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long now = -5;

  @Test
  void images_areTakenUpToTheBurst_andThenAsTheyFlowIn() throws Exception {
    ClientBudget budget = budget(10, 20, 0);
    budget.take(20);
    assertEquals(Duration.ofMillis(100), refused(budget, 1));

    now += Duration.ofMillis(99).toNanos();
    assertEquals(Duration.ofMillis(1), refused(budget, 1));
    now += Duration.ofMillis(1).toNanos();
    budget.take(1);
    assertEquals(Duration.ofMillis(100), refused(budget, 1));

    now += Duration.ofHours(1).toNanos();
    budget.take(20);
    assertEquals(Duration.ofMillis(100), refused(budget, 1));
  }

  @Test
  void imagesOfOneRequest_areTakenAllOrNone() throws Exception {
    ClientBudget budget = budget(1, 3, 0);
    budget.take(2);
    assertEquals(Duration.ofSeconds(1), refused(budget, 2));
    budget.take(1);
  }

  @Test
  void calls_areUnderWayUpToTheLimit() throws Exception {
    ClientBudget budget = budget(0, 0, 2);
    budget.begin();
    budget.begin();
    ClientLimitException refused = assertThrows(ClientLimitException.class, budget::begin);
    assertEquals(Reason.CLIENT_CONCURRENCY, refused.reason());
    assertEquals(
        "calls under way: 2 (expected: fewer than limits.client-concurrency, 2, when another"
            + " begins)",
        refused.getMessage());
    budget.end();
    budget.begin();
  }

  @Test
  void refusals_areCountedByReason() throws Exception {
    ClientBudget budget = budget(1, 2, 1);
    budget.begin();
    assertThrows(ClientLimitException.class, budget::begin);
    budget.take(2);
    assertEquals(Duration.ofSeconds(2), refused(budget, 2));

    assertEquals(1, count("CLIENT_CONCURRENCY"));
    assertEquals(2, count("CLIENT_RATE"));
  }

  @Test
  void callersAreToldApart_byKindAndName() {
    assertNotEquals(
        ClientLimits.key(new Identity(Kind.TOKEN, "gate", null)),
        ClientLimits.key(new Identity(Kind.JWT, "gate", null)));
    assertNotEquals(
        ClientLimits.key(new Identity(Kind.TOKEN, "a::b", null)),
        ClientLimits.key(new Identity(Kind.TOKEN, "a::c", null)));
    assertNotEquals(address("10.0.0.1"), address("10.0.0.2"));
  }

  /** A machine has a network of its own, and could call from as many addresses as it likes. */
  @Test
  void addressesOfOneNetwork_areOneClient() {
    assertEquals(address("2001:db8:1:2:3:4:5:6"), address("2001:db8:1:2:ffff:0:0:1%eth0"));
    assertNotEquals(address("2001:db8:1:2:3:4:5:6"), address("2001:db8:1:3:3:4:5:6"));
  }

  private static String address(String text) {
    return ClientLimits.key(new Identity(Kind.ADDRESS, text, null));
  }

  private ClientBudget budget(int rate, int burst, int concurrency) {
    return new ClientBudget(rate, burst, concurrency, () -> now, new ServerMetrics(meters));
  }

  private static Duration refused(ClientBudget budget, int images) {
    ClientLimitException refused =
        assertThrows(ClientLimitException.class, () -> budget.take(images));
    assertEquals(Reason.CLIENT_RATE, refused.reason());
    return refused.retryAfter();
  }

  private double count(String reason) {
    return meters.get("facet.client.refused").tag("reason", reason).counter().count();
  }
}
