package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.Latencies;
import dev.facet.benchmarks.load.Reply;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.load.Traffic;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Clients that connect, send faces in calls and over a stream, and go away in the middle: each
 * cancels its calls, takes its connections down, or is cut off, as by a cable that is pulled.
 */
final class Leavers implements Party {

  /** Faces that each sends. */
  static final int FACES = 12;

  private static final int LONGEST_STAY_MILLIS = 200;

  private final Access access;
  private final Traffic.Mix mix;
  private final Consumer<Reply> replies;
  private final Timeline timeline;
  private final Account account = Account.leaving("leavers");
  private final Random random;
  private final EventLoopGroup sockets;
  private final ScheduledExecutorService timer;
  private int turn;

  /**
   * Of those that come to a server.
   *
   * @param mix what they send
   * @param replies takes the embeddings that come before they go; called by several threads
   * @param sockets reads and writes the connections
   * @param timer of one thread
   */
  Leavers(
      Access access,
      Traffic.Mix mix,
      Consumer<Reply> replies,
      Timeline timeline,
      EventLoopGroup sockets,
      ScheduledExecutorService timer) {
    this.access = access;
    this.mix = mix;
    this.replies = replies;
    this.timeline = timeline;
    this.random = new Random(mix.seed());
    this.sockets = sockets;
    this.timer = timer;
  }

  @Override
  public void send(long intended) {
    Sockets own = new Sockets();
    Connections connections = new Connections(() -> connect(own), 1, 1);
    Context.CancellableContext calls = Context.current().withCancellation();
    calls.run(
        () -> {
          Traffic traffic =
              new Traffic(connections, mix, account.ledger(), new Latencies(), replies, timeline);
          for (int i = 0; i < FACES; i++) {
            traffic.send(intended);
          }
        });
    int way = turn++ % 3;
    Runnable exit =
        () -> {
          if (way == 0) {
            calls.cancel(null);
          } else if (way == 1) {
            own.cut();
          }
          connections.close();
          calls.cancel(null);
        };
    var unused = timer.schedule(exit, random.nextInt(LONGEST_STAY_MILLIS), TimeUnit.MILLISECONDS);
  }

  private ManagedChannel connect(Sockets own) {
    return access.builder().eventLoopGroup(sockets).channelFactory(own::open).build();
  }

  @Override
  public void end(Duration bound) throws InterruptedException {
    CountDownLatch last = new CountDownLatch(1);
    var unused = timer.schedule(last::countDown, LONGEST_STAY_MILLIS, TimeUnit.MILLISECONDS);
    last.await(bound.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public List<Account> accounts() {
    return List.of(account);
  }

  /** The sockets of one client. */
  private static final class Sockets {

    private final Queue<NioSocketChannel> open = new ConcurrentLinkedQueue<>();

    NioSocketChannel open() {
      NioSocketChannel socket = new NioSocketChannel();
      open.add(socket);
      return socket;
    }

    /** Resets them: the server is told nothing but that. */
    void cut() {
      for (NioSocketChannel socket : open) {
        if (socket.isActive()) {
          socket.config().setSoLinger(0);
        }
        var unused = socket.close();
      }
    }
  }
}
