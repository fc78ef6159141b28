package dev.facet.server.http;

import dev.facet.server.config.HttpConfig;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.registry.ModelRegistry;
import dev.facet.server.security.Credentials;
import dev.facet.server.telemetry.PrometheusMeters;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operators' side of the server. Where HTTP is on it answers, from the start of the server to
 * its end:
 *
 * <ul>
 *   <li>{@code /healthz}: 200 while the process answers at all
 *   <li>{@code /readyz}: 200 while requests are served; 503 while models are loaded at start, and
 *       while the server drains
 *   <li>{@code /metrics}: all meters, as Prometheus reads them
 *   <li>{@code /}: a page for people, which asks for these, for {@code /status}, and for {@code
 *       /compare} where it is given two photos
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class Operations implements AutoCloseable {

  private final ServerConfig config;
  private final CompositeMeterRegistry meters = new CompositeMeterRegistry();
  private final Readiness readiness = new Readiness();
  private final VersionHistory history = new VersionHistory(InstantSource.system());
  private final @Nullable PrometheusMeters prometheus;
  private final @Nullable HttpEndpoint endpoint;
  private volatile Route.Handler compare = exchange -> readiness.reply();

  private Operations(ServerConfig config, Credentials credentials, MeterRegistry callers)
      throws IOException {
    this.config = config;
    meters.add(callers);
    HttpConfig http = config.http();
    if (!http.enabled()) {
      prometheus = null;
      endpoint = null;
      return;
    }
    prometheus = new PrometheusMeters();
    meters.add(prometheus.registry());
    boolean tokens = config.auth().enabled();
    endpoint =
        HttpEndpoint.start(
            http.address(),
            http.tls() ? credentials.http() : Optional.empty(),
            List.of(
                Route.get("/healthz", () -> Reply.text(200, "alive")),
                Route.get("/readyz", readiness::reply),
                Route.get("/metrics", () -> metrics(prometheus)),
                Route.get("/status", () -> StatusReport.of(history, tokens).reply()),
                new Route("POST", "/compare", exchange -> compare.handle(exchange)),
                Asset.HTML.route("/", "index.html"),
                Asset.SCRIPT.route("/page.js", "page.js"),
                Asset.SCRIPT.route("/metrics.js", "metrics.js"),
                Asset.STYLE.route("/page.css", "page.css")));
  }

  /**
   * Answers from now on, where HTTP is on, and is not ready yet.
   *
   * @param credentials have the certificate
   * @param meters takes all measurements too; stays the caller's
   * @throws IOException if the address cannot be listened on
   */
  public static Operations open(ServerConfig config, Credentials credentials, MeterRegistry meters)
      throws IOException {
    return new Operations(config, credentials, meters);
  }

  /** Takes the server's measurements. */
  public MeterRegistry meters() {
    return meters;
  }

  /** Where it listens for HTTP; empty: nowhere. */
  public Optional<InetSocketAddress> address() {
    return Optional.ofNullable(endpoint).map(HttpEndpoint::address);
  }

  /**
   * Shows what is loaded from now on.
   *
   * @param models what is served
   * @param server takes calls, once requests are served
   * @throws IOException if the repository cannot be read
   */
  public void prepare(ModelRegistry models, Channel server) throws IOException {
    if (endpoint != null) {
      models.watch(history);
      compare = new ComparePage(server, config.limits().maxMessageBytes().bytes());
    }
  }

  /** Requests are served from now on. */
  public void serving() {
    readiness.serving();
  }

  /** No more requests are taken, for good. */
  public void draining() {
    readiness.draining();
  }

  private static Reply metrics(PrometheusMeters prometheus) {
    return new Reply(
        200, PrometheusMeters.CONTENT_TYPE, prometheus.scrape().getBytes(StandardCharsets.UTF_8));
  }

  /** Answers no more. */
  @Override
  public void close() {
    if (endpoint != null) {
      endpoint.close();
    }
    if (prometheus != null) {
      prometheus.close();
    }
  }
}
