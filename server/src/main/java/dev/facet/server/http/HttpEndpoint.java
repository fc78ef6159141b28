package dev.facet.server.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers HTTP/1.1 at a few paths, by the JDK's own server. What a client can take of it is
 * bounded: connections, the time of a request and of a reply, the bytes of headers. Thread-safe.
 */
final class HttpEndpoint implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpEndpoint.class);

  /** Each has a thread while it says something, so that a slow one keeps nobody waiting. */
  private static final int MAX_CONNECTIONS = 64;

  private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

  /** Nothing but what the page brings itself, so that nothing can be smuggled into it. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  static {
    // Read once by the JDK's server, and unbounded by default. What an operator sets stays.
    Map.of(
            "sun.net.httpserver.maxReqTime", "20",
            "sun.net.httpserver.maxRspTime", "20",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxIdleConnections", "16",
            "jdk.httpserver.maxConnections", String.valueOf(MAX_CONNECTIONS))
        .forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Route> routes;

  private HttpEndpoint(HttpServer server, List<Route> routes) {
    this.server = server;
    this.routes = routes.stream().collect(Collectors.toMap(Route::path, Function.identity()));
    AtomicInteger index = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            MAX_CONNECTIONS,
            IDLE_THREAD.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "facet-http-" + index.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Listens from now on.
   *
   * @param tls secures the connections; empty: they are not encrypted
   * @throws IOException if the address cannot be listened on
   */
  static HttpEndpoint start(InetSocketAddress address, Optional<SSLContext> tls, List<Route> routes)
      throws IOException {
    HttpEndpoint endpoint = new HttpEndpoint(listen(address, tls), routes);
    endpoint.server.setExecutor(endpoint.threads);
    endpoint.server.createContext("/", endpoint::answer);
    endpoint.server.start();
    return endpoint;
  }

  private static HttpServer listen(InetSocketAddress address, Optional<SSLContext> tls)
      throws IOException {
    if (tls.isEmpty()) {
      return HttpServer.create(address, 0);
    }
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
    return server;
  }

  /** Where it listens. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = reply(exchange);
      } catch (RuntimeException e) {
        log.error("internal error at {}", exchange.getHttpContext().getPath(), e);
        reply = Reply.text(500, "internal error");
      }
      send(exchange, reply);
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    Route route = routes.get(exchange.getRequestURI().getPath());
    if (route == null) {
      return Reply.text(404, "not found (expected: one of " + String.join(", ", paths()) + ")");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals(route.method()) && !(method.equals("HEAD") && route.isGet())) {
      exchange.getResponseHeaders().set("Allow", route.method());
      return Reply.text(405, method + ": not allowed (expected: " + route.method() + ")");
    }
    return route.handler().handle(exchange);
  }

  private List<String> paths() {
    return routes.keySet().stream().sorted().toList();
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.contentType());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Content-Security-Policy", CONTENT_POLICY);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), reply.body().length);
    exchange.getResponseBody().write(reply.body());
  }

  /** Listens no more; answers under way are cut. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
