package dev.facet.server.security;

import dev.facet.server.config.AuthConfig;
import dev.facet.server.config.ServerConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a server that others can reach leaves open. */
public final class Exposure {

  /** Under these gRPC's transport writes the frames of HTTP/2, the server's and a client's. */
  private static final List<String> FRAME_LOGGERS =
      List.of("io.grpc.netty.NettyServerHandler", "io.grpc.netty.NettyClientHandler");

  private Exposure() {}

  /**
   * What the operator should know of how the process logs, a line each; none where nothing of what
   * callers send gets into the log.
   */
  public static List<String> logWarnings() {
    return FRAME_LOGGERS.stream()
        .filter(name -> LoggerFactory.getLogger(name).isDebugEnabled())
        .map(
            name ->
                "the logger "
                    + name
                    + " writes what goes over the wire, tokens and parts of faces and embeddings"
                    + " (expected: INFO or above)")
        .toList();
  }

  /**
   * What the operator should know of it, a line each; none where the address is of this machine
   * alone.
   *
   * @param address where the server listens
   */
  public static List<String> warnings(
      InetSocketAddress address, ServerConfig.Tls tls, AuthConfig auth) {
    if (address.getAddress().isLoopbackAddress()) {
      return List.of();
    }
    String where = address.getAddress().getHostAddress();
    List<String> warnings = new ArrayList<>();
    if (!tls.enabled()) {
      warnings.add(
          "listening on "
              + where
              + " without TLS: faces"
              + (auth.enabled() ? " and tokens" : "")
              + " can be read on their way, unless a proxy in front ends TLS"
              + " (expected: tls.certificate and tls.key)");
    }
    if (!auth.enabled() && !tls.asksClients()) {
      warnings.add(
          "listening on "
              + where
              + " without authentication: whoever reaches the server can use it"
              + " (expected: auth.tokens, auth.jwks, or tls.client-ca)");
    }
    return warnings;
  }
}
