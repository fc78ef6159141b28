package dev.facet.server.config;

import java.net.InetSocketAddress;

/**
 * What operators and orchestrators are told over HTTP: whether it is alive and ready, its metrics,
 * a page for people.
 *
 * @param enabled whether it listens for HTTP at all
 * @param host name or address to listen on; {@code 0.0.0.0} is all interfaces
 * @param port TCP port; 0 lets the system choose
 * @param tls whether it shows the certificate of {@link ServerConfig.Tls}, where there is one
 */
public record HttpConfig(
    @Setting(defaultValue = "false") boolean enabled,
    @Setting(defaultValue = "127.0.0.1", pattern = "\\S+", expected = "a host name or address")
        String host,
    @Setting(defaultValue = "9464", min = "0", max = "65535") int port,
    @Setting(defaultValue = "true") boolean tls) {

  /** The address to listen on; unresolved where there is none of that name. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }
}
