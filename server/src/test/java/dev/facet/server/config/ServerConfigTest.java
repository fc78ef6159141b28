package dev.facet.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.engine.GraphPasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {

  private final Path directory;

  ServerConfigTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void nothingSet_givesTheDefaults() {
    ServerConfig config = ServerConfig.load(Optional.empty(), Map.of("PATH", "/bin"), Map.of());

    assertEquals("127.0.0.1", config.server().host());
    assertEquals(50051, config.server().port());
    assertEquals(Duration.ofSeconds(30), config.server().gracePeriod());
    assertEquals(16L << 20, config.limits().maxMessageBytes().bytes());
    assertEquals(Duration.ZERO, config.batching().maxBatchDelay());
    assertEquals("", config.models().defaultModel());
    assertEquals(List.of("cpu"), config.engine().devices());
    assertEquals(GraphPasses.ALL, config.engine().passes());
  }

  @Test
  void laterSource_winsOverEarlierOne() throws IOException {
    Path file =
        file("batching: {workers: 2, max-batch-size: 8, max-batch-delay: 500us}\nserver:\n");
    Map<String, String> environment =
        Map.of("FACET_BATCHING_MAX_BATCH_SIZE", "9", "FACET_BATCHING_MAX_BATCH_DELAY", "3ms");

    ServerConfig config =
        ServerConfig.load(
            Optional.of(file), environment, Map.of("batching.max-batch-delay", "20ms"));

    assertEquals(2, config.batching().workers());
    assertEquals(9, config.batching().maxBatchSize());
    assertEquals(Duration.ofMillis(20), config.batching().maxBatchDelay());
  }

  @Test
  void printedConfiguration_isReadBackAsItWas() throws IOException {
    Map<String, String> flags =
        Map.of(
            "engine.devices", "cpu, gpu1",
            "engine.graph-passes", "none",
            "limits.max-image-bytes", "2000",
            "batching.max-batch-delay", "1500us",
            "models.default", "face",
            "keepalive.time", "90m");
    ServerConfig config = ServerConfig.load(Optional.empty(), Map.of(), flags);

    assertEquals(List.of("cpu", "gpu1"), config.engine().devices());
    assertEquals(
        config,
        ServerConfig.load(Optional.of(file(config.toYaml())), Map.of(), Map.of()),
        config.toYaml());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          server.port; 65536; server.port: 65536 (expected: 0 to 65535)
          server.port; http; server.port: http (expected: 0 to 65535)
          server.host; ''; server.host:  (expected: a host name or address)
          limits.max-pixels; -1; limits.max-pixels: -1 (expected: 1 to 268435456)
          limits.max-image-bytes; 8 MB; limits.max-image-bytes: 8 MB (expected: a size such as \
          8 KiB or 16 MiB, 1 KiB to 1 GiB)
          limits.max-image-bytes; 1; limits.max-image-bytes: 1 B (expected: 1 KiB to 1 GiB)
          server.grace-period; 30; server.grace-period: 30 (expected: a duration such as 20ms, \
          30s, 5m or 1h, 0s to 1h)
          server.grace-period; 999999999999h; server.grace-period: 999999999999h (expected: 0s to \
          1h)
          models.activation; yes; models.activation: yes (expected: true or false)
          engine.devices; cpu,tpu; engine.devices: cpu,tpu (expected: a list of cpu, gpu0, gpu1, \
          ...)
          engine.devices; cpu,gpu01; engine.devices: cpu,gpu01 (expected: a list of cpu, gpu0, \
          gpu1, ...)
          engine.devices; cpu,cpu; engine.devices: cpu,cpu (expected: each device once)
          engine.devices; ''; engine.devices:  (expected: a list of cpu, gpu0, gpu1, ...)
          engine.graph-passes; relu6,some; engine.graph-passes: some (expected: all, none, or a \
          list of identities, relu6, constants, batch-norm, scale, prelu, groups, \
          flatten, fusion)
          engine.graph-passes; all,relu6; engine.graph-passes: all (expected: all, none, or a \
          list of identities, relu6, constants, batch-norm, scale, prelu, groups, \
          flatten, fusion)
          tls.certificate; a.pem; tls.key:  (expected: a PEM file, since tls.certificate is set)
          tls.key; a.pem; tls.certificate:  (expected: a PEM file, since tls.key is set)
          tls.client-ca; a.pem; tls.certificate:  (expected: a PEM file, since tls.client-ca is \
          set)
          auth.jwks; a.json; auth.jwt-issuer:  (expected: a text, since auth.jwks is set)
          auth.jwt-issuer; a; auth.jwks:  (expected: a JWK Set file, since auth.jwt-issuer is set)
          auth.jwt-audience; a; auth.jwks:  (expected: a JWK Set file, since auth.jwt-audience is \
          set)
          limits.receiving-bytes; 1 MiB; limits.receiving-bytes: 1 MiB (expected: at least \
          limits.max-message-bytes, 16 MiB)
          limits.client-burst; 1; limits.client-burst: 1 (expected: 0, or 2 or more, as many as a \
          comparison has)
          limits.client-burst; 2; limits.client-burst: 2 (expected: 0, since limits.client-rate is \
          0)
          batching.queue-capacity; 255; batching.queue-capacity: 255 (expected: at least \
          limits.max-batch-images, 256)
          batching.queue-bytes; 1 MiB; batching.queue-bytes: 1 MiB (expected: at least \
          limits.max-message-bytes, 16 MiB)
          batching.worker; 1; batching.worker: no such key (nearest: batching.workers)
          """)
  void wrongFlag_isRefusedWithKeyValueAndExpectation(String key, String value, String message) {
    assertEquals(
        message,
        assertThrows(
                BadConfigException.class,
                () -> ServerConfig.load(Optional.empty(), Map.of(), Map.of(key, value)))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          server: {prot: 1}; server.prot: no such key (nearest: server.port)
          sever: {port: 1}; sever.port: no such key (nearest: server.port)
          server: {port: 70000}; server.port: 70000 (expected: 0 to 65535)
          server: {port: }; server.port: null (expected: a value)
          server: {port: {a: 1}}; server.port: {"a":1} (expected: a value)
          server: 5; server: 5 (expected: a mapping)
          """)
  void wrongFile_isRefusedWithFileAndKey(String yaml, String message) throws IOException {
    Path file = file(yaml);

    assertEquals(file + ": " + message, refused(file).getMessage());
  }

  @Test
  void keyGivenTwice_isRefused() throws IOException {
    String message = String.valueOf(refused(file("server: {port: 1, port: 2}")).getMessage());

    assertTrue(message.contains("Duplicate field"), message);
  }

  @Test
  void missingFile_isRefused() {
    Path file = directory.resolve("absent.yaml");

    assertEquals(file + ": cannot be read (expected: a YAML file)", refused(file).getMessage());
  }

  @Test
  void wrongVariable_isRefusedByItsOwnName() {
    assertEquals(
        "FACET_SERVER_PORT: x (expected: 0 to 65535)",
        refused(Map.of("FACET_SERVER_PORT", "x")).getMessage());
    assertEquals(
        "FACET_SERVER_PROT: no such key (nearest: FACET_SERVER_PORT)",
        refused(Map.of("FACET_SERVER_PROT", "1")).getMessage());
  }

  @Test
  void variablesOfKubernetesAndOfTheLauncher_areNotLookedAt() {
    Map<String, String> environment =
        Map.of(
            "FACET_JAVA_OPTS", "-Xmx1g",
            "FACET_SERVICE_HOST", "10.0.0.1",
            "FACET_SERVICE_PORT_GRPC", "50051",
            "FACET_PORT", "tcp://10.0.0.1:50051",
            "FACET_PORT_50051_TCP_ADDR", "10.0.0.1");

    assertEquals(
        ServerConfig.load(Optional.empty(), Map.of(), Map.of()),
        ServerConfig.load(Optional.empty(), environment, Map.of()));
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("facet.yaml"), yaml);
  }

  private static BadConfigException refused(Path file) {
    return assertThrows(
        BadConfigException.class, () -> ServerConfig.load(Optional.of(file), Map.of(), Map.of()));
  }

  private static BadConfigException refused(Map<String, String> environment) {
    return assertThrows(
        BadConfigException.class, () -> ServerConfig.load(Optional.empty(), environment, Map.of()));
  }
}
