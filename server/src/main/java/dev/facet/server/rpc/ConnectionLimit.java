package dev.facet.server.rpc;

import dev.facet.server.config.ServerConfig;
import dev.facet.server.telemetry.ServerMetrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes connections that are too many, as they come and before anything is done for them. Stands
 * in front of what takes the connections of one listening channel. Thread-safe.
 */
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

  private final int most;
  private final int mostOfAnAddress;
  private final ServerMetrics metrics;

  // Guarded by this object's monitor: connections come on one thread and end on others.
  private final Map<InetAddress, Integer> ofAddress = new HashMap<>();
  private int all;

  ConnectionLimit(ServerConfig.Limits limits, ServerMetrics metrics) {
    this.most = limits.maxConnections();
    this.mostOfAnAddress = limits.maxConnectionsPerAddress();
    this.metrics = metrics;
  }

  @Override
  public void channelRead(ChannelHandlerContext listening, Object accepted) {
    Channel connection = (Channel) accepted;
    // Null where the client is gone already; there is nothing to keep of it.
    InetSocketAddress peer = (InetSocketAddress) connection.remoteAddress();
    if (peer == null || !enter(peer.getAddress())) {
      connection.unsafe().closeForcibly();
      return;
    }
    metrics.connected();
    connection
        .closeFuture()
        .addListener(
            closed -> {
              leave(peer.getAddress());
              metrics.disconnected();
            });
    listening.fireChannelRead(accepted);
  }

  private synchronized boolean enter(InetAddress address) {
    int before = ofAddress.getOrDefault(address, 0);
    if (most != 0 && all >= most) {
      metrics.connectionRefused("ALL");
      return false;
    }
    if (mostOfAnAddress != 0 && before >= mostOfAnAddress) {
      metrics.connectionRefused("ADDRESS");
      return false;
    }
    all++;
    ofAddress.put(address, before + 1);
    return true;
  }

  private synchronized void leave(InetAddress address) {
    all--;
    ofAddress.computeIfPresent(address, (same, before) -> before == 1 ? null : before - 1);
  }
}
