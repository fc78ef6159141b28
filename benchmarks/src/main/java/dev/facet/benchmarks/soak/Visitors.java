package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.Latencies;
import dev.facet.benchmarks.load.Reply;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.load.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Clients that connect for one call each, and close the connection after it. */
final class Visitors implements Party {

  private final Access access;
  private final Traffic.Mix mix;
  private final Consumer<Reply> replies;
  private final Timeline timeline;
  private final Account account = Account.served("visitors");

  /**
   * Of those that come to a server.
   *
   * @param mix what they send
   * @param replies takes the embeddings; called by several threads
   */
  Visitors(Access access, Traffic.Mix mix, Consumer<Reply> replies, Timeline timeline) {
    this.access = access;
    this.mix = mix;
    this.replies = replies;
    this.timeline = timeline;
  }

  @Override
  public void send(long intended) {
    Connections connection = new Connections(access::connect, 0, 1);
    Traffic.Mix own = new Traffic.Mix(mix.images(), mix.unaryShare(), mix.seed() + intended);
    new Traffic(connection, own, account.ledger(), new Latencies(), replies, timeline)
        .send(intended);
    connection.finish();
  }

  @Override
  public void end(Duration bound) throws InterruptedException {
    account.ledger().awaitOpen(0, bound);
  }

  @Override
  public List<Account> accounts() {
    return List.of(account);
  }
}
