package dev.facet.server.security;

import dev.facet.server.config.AuthConfig;
import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What the server shows its clients and asks of them. All of it comes from files, which are read
 * again when they change, until this is closed. Thread-safe.
 */
public final class Credentials implements AutoCloseable {

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

  private final ServerCredentials transport;
  private final @Nullable ServerIdentity identity;
  private final @Nullable ClientAuthorities authorities;
  private final @Nullable Bearers bearers;
  private final List<WatchedFiles> files;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Credentials::thread);

  private Credentials(
      ServerCredentials transport,
      @Nullable ServerIdentity identity,
      @Nullable ClientAuthorities authorities,
      @Nullable Bearers bearers,
      List<WatchedFiles> files) {
    this.transport = transport;
    this.identity = identity;
    this.authorities = authorities;
    this.bearers = bearers;
    this.files = files;
  }

  /**
   * Reads the files, and looks at them from now on.
   *
   * @throws BadConfigException if one cannot be read or is broken; the message repeats nothing of
   *     it
   */
  public static Credentials open(ServerConfig.Tls tls, AuthConfig auth) {
    Credentials credentials = read(tls, auth, InstantSource.system());
    if (!credentials.files.isEmpty()) {
      credentials.keepLooking();
    }
    return credentials;
  }

  /** Reads the files, and looks at them again only when told to. */
  static Credentials read(ServerConfig.Tls tls, AuthConfig auth, InstantSource clock) {
    List<WatchedFiles> files = new ArrayList<>();
    ServerCredentials transport = InsecureServerCredentials.create();
    ServerIdentity identity = null;
    ClientAuthorities authorities = null;
    if (tls.enabled()) {
      identity = new ServerIdentity(Path.of(tls.certificate()), Path.of(tls.key()));
      files.add(new WatchedFiles(identity.files(), identity));
      TlsServerCredentials.Builder builder =
          TlsServerCredentials.newBuilder().keyManager(identity.manager());
      if (tls.asksClients()) {
        authorities = new ClientAuthorities(Path.of(tls.clientCa()));
        files.add(new WatchedFiles(authorities.files(), authorities));
        builder.trustManager(authorities.manager()).clientAuth(ClientAuth.REQUIRE);
      }
      transport = builder.build();
    }
    Bearers bearers = auth.enabled() ? bearers(auth, clock, files) : null;
    return new Credentials(transport, identity, authorities, bearers, List.copyOf(files));
  }

  private static Bearers bearers(AuthConfig auth, InstantSource clock, List<WatchedFiles> files) {
    Tokens tokens = null;
    if (auth.takesTokens()) {
      tokens = new Tokens(Path.of(auth.tokens()));
      files.add(new WatchedFiles(tokens.files(), tokens));
    }
    Jwts jwts = null;
    if (auth.takesJwts()) {
      jwts = new Jwts(Path.of(auth.jwks()), auth.jwtIssuer(), auth.jwtAudience(), clock);
      files.add(new WatchedFiles(jwts.files(), jwts));
    }
    return new Bearers(tokens, jwts);
  }

  /**
   * How connections are secured. TLS is 1.2 or 1.3: no older version has one of the cipher suites
   * that gRPC allows, those of HTTP/2 (RFC 7540, 9.2.2).
   */
  public ServerCredentials transport() {
    return transport;
  }

  /**
   * How connections are secured that are none of gRPC's, with the same certificate; empty: they are
   * not. Clients need no certificate there.
   */
  public Optional<SSLContext> http() {
    return Optional.ofNullable(identity).map(ServerIdentity::context);
  }

  /**
   * Whether a client may call, by its certificate: true where it needs none.
   *
   * @param session of the connection that the call came over; null: it has none
   */
  public boolean vouchFor(@Nullable SSLSession session) {
    return authorities == null || (session != null && authorities.vouchFor(session));
  }

  /** Tells who calls by the token that every call must have; empty: calls need none. */
  public Optional<Bearers> bearers() {
    return Optional.ofNullable(bearers);
  }

  /** Looks at the files once. For one thread at a time. */
  void look() {
    files.forEach(WatchedFiles::look);
  }

  /** Looks no more; what was read stays in force. */
  @Override
  public void close() {
    looks.shutdownNow();
  }

  private void keepLooking() {
    long nanos = LOOK_INTERVAL.toNanos();
    var unused = looks.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "facet-credentials");
    thread.setDaemon(true);
    return thread;
  }
}
