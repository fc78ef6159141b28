package dev.facet.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdTest {

  @Test
  void partsTakeTurnsByTheirShares_evenly() {
    Counter many = new Counter();
    Counter some = new Counter();
    Counter few = new Counter();
    Crowd crowd =
        new Crowd(
            List.of(
                new Crowd.Part(0.85, 1, many),
                new Crowd.Part(0.14, 8, some),
                new Crowd.Part(0.01, 0, few)));
    assertEquals(0.85 + 8 * 0.14, crowd.faces(), 1e-9);
    for (int i = 0; i < 1000; i++) {
      crowd.send(i);
      assertTrue(Math.abs(many.sent - 0.85 * (i + 1)) <= 1, "sent " + many.sent + " of " + i);
    }
    assertEquals(850, many.sent, 1);
    assertEquals(140, some.sent, 1);
    assertEquals(10, few.sent, 1);
  }

  private static final class Counter implements Party {
    private int sent;

    @Override
    public void send(long intended) {
      sent++;
    }

    @Override
    public void end(Duration bound) {}

    @Override
    public List<Account> accounts() {
      return List.of();
    }
  }
}
