package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Traffic;
import java.time.Duration;
import java.util.List;

/** Clients as they should be: Embed calls, and streams that stay open all the time. */
final class Regulars implements Party {

  private final Traffic traffic;
  private final Account account;

  /** Whose traffic is noted in that account. */
  Regulars(Traffic traffic, Account account) {
    this.traffic = traffic;
    this.account = account;
  }

  @Override
  public void send(long intended) {
    traffic.send(intended);
  }

  @Override
  public void end(Duration bound) throws InterruptedException {
    traffic.end(bound);
  }

  @Override
  public List<Account> accounts() {
    return List.of(account);
  }
}
