package dev.facet.server.rpc;

import dev.facet.server.security.Identity;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Who makes a call, and from where.
 *
 * @param caller who
 * @param address of the peer, with its port; behind a proxy that is the proxy's
 */
record Origin(Identity caller, String address) {

  private static final Context.Key<Origin> KEY = Context.key("facet-origin");

  /** The origin of a call that has shown no token yet. */
  static Origin of(Attributes connection) {
    SocketAddress peer = connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    String host = "unknown";
    String address = host;
    if (peer instanceof InetSocketAddress inet && inet.getAddress() != null) {
      host = inet.getAddress().getHostAddress();
      address = (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
    return new Origin(
        Identity.ofConnection(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION), host), address);
  }

  /** The origin of the call that the current context belongs to; only where it was let in. */
  static Origin current() {
    return KEY.get();
  }

  /** The same once the caller has shown who it is. */
  Origin as(Identity shown) {
    return new Origin(shown, address);
  }

  /** A context in which this is the current one. */
  Context context() {
    return Context.current().withValue(KEY, this);
  }
}
