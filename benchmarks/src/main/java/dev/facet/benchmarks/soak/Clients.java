package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.Latencies;
import dev.facet.benchmarks.load.Reply;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.load.Traffic;
import io.grpc.ManagedChannel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All clients of a soak, and the connections of those who keep theirs. */
final class Clients implements AutoCloseable {

  private static final int SLOW_READERS = 2;

  private final Connections regular;
  private final Connections others;
  private final List<ManagedChannel> slow;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("facet-bench", true));
  private final EventLoopGroup sockets =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("facet-bench", true), NioIoHandler.newFactory());
  private final Latencies latencies = new Latencies();
  private final Crowd crowd;

  /**
   * Opens the streams.
   *
   * @param mix what is sent
   * @param photo one of the files, of which bad ones are made
   * @param streams of those who are as clients should be
   * @param replies takes all embeddings; called by several threads
   */
  Clients(
      Access access,
      Traffic.Mix mix,
      byte[] photo,
      int streams,
      Consumer<Reply> replies,
      Timeline timeline) {
    regular = new Connections(access::connect, streams, streams);
    others = new Connections(access::connect, 0, 1);
    slow =
        Stream.generate(() -> access.builder().flowControlWindow(SlowReaders.WINDOW).build())
            .map(ManagedChannel.class::cast)
            .limit(SLOW_READERS)
            .toList();
    Account served = Account.served("calls and streams");
    Traffic traffic = new Traffic(regular, mix, served.ledger(), latencies, replies, timeline);
    crowd =
        new Crowd(
            List.of(
                new Crowd.Part(0.85, 1, new Regulars(traffic, served)),
                new Crowd.Part(
                    0.03,
                    Batches.SIZE,
                    new Batches(others.unary(), mix.images(), replies, mix.seed())),
                new Crowd.Part(0.07, 0, new Mistakes(others.unary(), photo)),
                new Crowd.Part(0.03, 1, new SlowReaders(slow, mix.images(), replies, mix.seed())),
                new Crowd.Part(
                    0.005,
                    Leavers.FACES,
                    new Leavers(access, mix, replies, timeline, sockets, timer)),
                new Crowd.Part(0.01, 1, new Visitors(access, mix, replies, timeline)),
                new Crowd.Part(0.005, 0, new Strangers(access, timer))));
  }

  Crowd crowd() {
    return crowd;
  }

  /** Of those who are as clients should be. */
  Latencies latencies() {
    return latencies;
  }

  /** Embeddings that came up to now, to all of them. */
  long answered() {
    return crowd.accounts().stream().mapToLong(each -> each.ledger().counts().answered()).sum();
  }

  @Override
  public void close() {
    regular.close();
    others.close();
    slow.forEach(ManagedChannel::shutdownNow);
    timer.shutdownNow();
    var unused = sockets.shutdownGracefully();
  }
}
