package dev.facet.client;

import static java.util.Objects.requireNonNull;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fixed list of servers as a gRPC target, {@code facet-servers:///host:port,host:port}. Each is a
 * server of its own to the load balancing, and shows a certificate of its own. Names are resolved
 * again whenever gRPC asks for it, after a connection was lost. Thread-safe.
 */
final class ServerList extends NameResolverProvider {
  private static final String SCHEME = "facet-servers";

  static {
    NameResolverRegistry.getDefaultRegistry().register(new ServerList());
  }

  private ServerList() {}

  /**
   * The target of these servers.
   *
   * @throws IllegalArgumentException if there is none, or one is not {@code host:port}
   */
  static String target(List<String> servers) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("servers: none (expected: one or more)");
    }
    servers.forEach(ServerList::address);
    try {
      // Escapes what a path must not have, such as the brackets of an IPv6 address.
      return new URI(SCHEME, "", "/" + String.join(",", servers), null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("servers that are no path: " + servers, e);
    }
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return 5;
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
    return Set.of(InetSocketAddress.class);
  }

  @Override
  public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
    if (!SCHEME.equals(target.getScheme())) {
      return null;
    }
    List<String> servers = List.of(target.getPath().substring(1).split(",", -1));
    return new Resolver(servers, requireNonNull(args.getOffloadExecutor(), "offload executor"));
  }

  private static InetSocketAddress address(String server) {
    URI uri;
    try {
      uri = new URI("//" + server);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(expected(server), e);
    }
    boolean nothingElse = server.equals(uri.getRawAuthority()) && uri.getUserInfo() == null;
    if (uri.getHost() == null || uri.getPort() < 1 || !nothingElse) {
      throw new IllegalArgumentException(expected(server));
    }
    return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
  }

  private static String expected(String server) {
    return "server: " + server + " (expected: host:port)";
  }

  private static final class Resolver extends NameResolver {
    private final List<String> servers;
    private final Executor executor;
    private @Nullable Listener2 listener;

    Resolver(List<String> servers, Executor executor) {
      this.servers = servers;
      this.executor = executor;
    }

    /** Of the channel as a whole; each server has its own. */
    @Override
    public String getServiceAuthority() {
      return servers.get(0);
    }

    @Override
    public void start(Listener2 listener) {
      this.listener = listener;
      refresh();
    }

    @Override
    public void refresh() {
      Listener2 told = requireNonNull(listener, "listener");
      executor.execute(() -> told.onResult(resolved()));
    }

    @Override
    public void shutdown() {}

    /** Those whose names are known; a failure only where none is. */
    private ResolutionResult resolved() {
      List<EquivalentAddressGroup> groups = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      for (String server : servers) {
        try {
          groups.add(group(server));
        } catch (UnknownHostException e) {
          unknown.add(server);
        }
      }
      return ResolutionResult.newBuilder()
          .setAddressesOrError(
              groups.isEmpty()
                  ? StatusOr.fromStatus(
                      Status.UNAVAILABLE.withDescription("unknown hosts: " + unknown))
                  : StatusOr.fromValue(groups))
          .build();
    }

    private static EquivalentAddressGroup group(String server) throws UnknownHostException {
      InetSocketAddress address = address(server);
      List<SocketAddress> resolved =
          Stream.of(InetAddress.getAllByName(address.getHostString()))
              .<SocketAddress>map(host -> new InetSocketAddress(host, address.getPort()))
              .toList();
      return new EquivalentAddressGroup(
          resolved,
          Attributes.newBuilder()
              .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, server)
              .build());
    }
  }
}
