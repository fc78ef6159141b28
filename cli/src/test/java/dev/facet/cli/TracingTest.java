package dev.facet.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.facet.server.config.TracesConfig;
import io.opentelemetry.api.OpenTelemetry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TracingTest {

  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";

  @Test
  void spansGoToTheCollector_atTheLatestWhenItIsClosed() throws Exception {
    List<String> posted = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    System.setProperty(ENDPOINT, "http://127.0.0.1:" + collector.getAddress().getPort());
    try (Tracing tracing = Tracing.of(new TracesConfig(true))) {
      tracing.telemetry().getTracer("test").spanBuilder("a span").startSpan().end();
    } finally {
      System.clearProperty(ENDPOINT);
      collector.stop(0);
    }

    String all = String.join("", posted);
    assertTrue(all.contains("a span"), all);
    assertTrue(all.contains("service.name"), all);
    assertTrue(all.contains("facet"), all);
  }

  @Test
  void nothingIsSent_whereItIsOff() {
    try (Tracing tracing = Tracing.of(new TracesConfig(false))) {
      assertSame(OpenTelemetry.noop(), tracing.telemetry());
    }
  }
}
