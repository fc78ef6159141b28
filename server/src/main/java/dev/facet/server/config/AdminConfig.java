package dev.facet.server.config;

import java.net.InetSocketAddress;

/**
 * A port of its own for those who change models.
 *
 * @param enabled whether there is one; then the calls that change models are refused at the other
 * @param host name or address to listen on
 * @param port TCP port; 0 lets the system choose
 */
public record AdminConfig(
    @Setting(defaultValue = "false") boolean enabled,
    @Setting(defaultValue = "127.0.0.1", pattern = "\\S+", expected = "a host name or address")
        String host,
    @Setting(defaultValue = "50052", min = "0", max = "65535") int port) {

  /** The address to listen on; unresolved where there is none of that name. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }
}
