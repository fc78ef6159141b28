package dev.facet.server.rpc;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads that take connections, and those that read and answer them, of all ports. */
final class ConnectionThreads {

  private static final Duration QUIET_PERIOD = Duration.ofSeconds(1);
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final EventLoopGroup accepting = group("facet-accept", 1);

  /** As many as Netty finds right, two a core. */
  private final EventLoopGroup serving = group("facet-connection", 0);

  EventLoopGroup accepting() {
    return accepting;
  }

  EventLoopGroup serving() {
    return serving;
  }

  /**
   * Ends them, once nothing is left for them to do; waits for nothing. What gRPC still hands them
   * just after its last call has ended, they do.
   */
  void end() {
    for (EventLoopGroup group : List.of(accepting, serving)) {
      var unused =
          group.shutdownGracefully(
              QUIET_PERIOD.toMillis(), END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static EventLoopGroup group(String name, int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }
}
