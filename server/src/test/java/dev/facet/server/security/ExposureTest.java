package dev.facet.server.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.facet.server.config.AuthConfig;
import dev.facet.server.config.ServerConfig;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ExposureTest {

  private static final String NO_TLS =
      "listening on 0.0.0.0 without TLS: %s can be read on their way, unless a proxy in front ends"
          + " TLS (expected: tls.certificate and tls.key)";

  private static final String NO_AUTHENTICATION =
      "listening on 0.0.0.0 without authentication: whoever reaches the server can use it"
          + " (expected: auth.tokens, auth.jwks, or tls.client-ca)";

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false, false, false, 0",
    "localhost, false, false, true, 0",
    "0.0.0.0, false, false, false, faces authentication",
    "0.0.0.0, false, false, true, tokens",
    "0.0.0.0, true, false, false, authentication",
    "0.0.0.0, true, false, true, 0",
    "0.0.0.0, true, true, false, 0"
  })
  void warnings_areOfWhatIsOpenToOthers(
      String host, boolean tls, boolean clients, boolean tokens, String expected) {
    List<String> warnings =
        Exposure.warnings(
            new InetSocketAddress(host, 1),
            new ServerConfig.Tls(tls ? "a" : "", tls ? "b" : "", clients ? "c" : ""),
            new AuthConfig(tokens ? "d" : "", "", "", ""));

    assertEquals(
        switch (expected) {
          case "faces authentication" -> List.of(NO_TLS.formatted("faces"), NO_AUTHENTICATION);
          case "tokens" -> List.of(NO_TLS.formatted("faces and tokens"));
          case "authentication" -> List.of(NO_AUTHENTICATION);
          default -> List.of();
        },
        warnings);
  }

  @Test
  void logOfWhatGoesOverTheWire_isWarnedOf() {
    assertEquals(List.of(), Exposure.logWarnings());
    Logger frames = (Logger) LoggerFactory.getLogger("io.grpc.netty.NettyServerHandler");
    frames.setLevel(Level.DEBUG);
    try {
      assertEquals(
          List.of(
              "the logger io.grpc.netty.NettyServerHandler writes what goes over the wire, tokens"
                  + " and parts of faces and embeddings (expected: INFO or above)"),
          Exposure.logWarnings());
    } finally {
      frames.setLevel(null);
    }
  }
}
