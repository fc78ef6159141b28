package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clients in other languages, on a server that wants TLS and tokens. */
class ExampleSecurityTest {

  private static final String TOKEN = "example-token";
  private static final Map<String, String> WITH_TOKEN = Map.of("FACET_CLIENT_TOKEN", TOKEN);

  /** What shows that a client got through: it was told of the model. */
  private static final String SERVED = "tiny";

  private static Path directory;
  private static RunningServer plaintext;
  private static RunningServer tls;
  private static RunningServer mutual;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Path models = directory.resolve("models");
    TinyModel.write(models, "tiny", 1, 7);
    TestPhotos.png(directory.resolve("ann.png"), 1);
    TestPhotos.png(directory.resolve("bob.png"), 2);
    ExampleCertificate own = ExampleCertificate.make(directory, "server");
    ExampleCertificate client = ExampleCertificate.make(directory, "client");
    ExampleCertificate.make(directory, "stranger");
    Files.writeString(directory.resolve("token.txt"), TOKEN + "\n");
    Path tokens =
        Files.writeString(directory.resolve("tokens.txt"), TokenLine.of("gate-7", "embed", TOKEN));

    Map<String, String> auth = Map.of("auth.tokens", tokens.toString());
    plaintext = RunningServer.of(models, auth);
    Map<String, String> secure =
        with(
            auth,
            Map.of(
                "tls.certificate", own.certificate().toString(), "tls.key", own.key().toString()));
    tls = RunningServer.of(models, secure);
    mutual =
        RunningServer.of(
            models, with(secure, Map.of("tls.client-ca", client.certificate().toString())));
  }

  @AfterAll
  static void stop() {
    mutual.close();
    tls.close();
    plaintext.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyCall_goesWithItsTokenByTls(ExampleClient example) throws Exception {
    for (String command : List.of("embed", "batch", "stream", "compare")) {
      ExampleClient.Run run =
          run(example, tls, WITH_TOKEN, command, "ann.png", "bob.png", "--ca", "server.pem");

      assertServed(run);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCall_goesWithItsTokenInPlaintext_toThisMachine(ExampleClient example) throws Exception {
    for (String command : List.of("embed", "batch", "stream", "compare")) {
      ExampleClient.Run run = run(example, plaintext, WITH_TOKEN, command, "ann.png", "bob.png");

      assertServed(run);
    }
  }

  @ParameterizedTest
  @EnumSource
  void systemsAuthorities_areThoseThatTheEnvironmentNames(ExampleClient example) throws Exception {
    Path authority = directory.resolve("server.pem");
    Map<String, String> environment =
        Map.of(
            "FACET_CLIENT_TOKEN",
            TOKEN,
            "SSL_CERT_FILE",
            authority.toString(),
            "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
            authority.toString());

    assertServed(run(example, tls, environment, "batch", "ann.png", "--tls"));
    assertFailed("UNAVAILABLE", run(example, tls, WITH_TOKEN, "batch", "ann.png", "--tls"));
  }

  @ParameterizedTest
  @EnumSource
  void strangersServer_isNotTrusted(ExampleClient example) throws Exception {
    ExampleClient.Run run =
        run(example, tls, WITH_TOKEN, "batch", "ann.png", "--ca", "stranger.pem");

    assertFailed("UNAVAILABLE", run);
  }

  @ParameterizedTest
  @EnumSource
  void tokenOfTheFile_goesBeforeThatOfTheEnvironment(ExampleClient example) throws Exception {
    Map<String, String> other = Map.of("FACET_CLIENT_TOKEN", "another");
    List<String> line = List.of("batch", "ann.png", "--ca", "server.pem");

    assertServed(run(example, tls, other, with(line, "--token-file", "token.txt")));
    assertFailed("UNAUTHENTICATED", run(example, tls, other, line.toArray(String[]::new)));
  }

  @ParameterizedTest
  @EnumSource
  void callWithoutToken_isRefusedWithItsReason(ExampleClient example) throws Exception {
    ExampleClient.Run run = run(example, tls, Map.of(), "batch", "ann.png", "--ca", "server.pem");

    assertFailed("UNAUTHENTICATED", run);
    assertEquals("MISSING_TOKEN", run.json().get("error").get("reason").asText());
  }

  @ParameterizedTest
  @EnumSource
  void clientThatShowsItsCertificate_isServed_othersAreNot(ExampleClient example) throws Exception {
    List<String> line = List.of("batch", "ann.png", "--ca", "server.pem");
    String[] own = with(line, "--cert", "client.pem", "--key", "client.key");
    String[] strangers = with(line, "--cert", "stranger.pem", "--key", "stranger.key");

    assertServed(run(example, mutual, WITH_TOKEN, own));
    assertFailed("UNAVAILABLE", run(example, mutual, WITH_TOKEN, strangers));
    assertFailed("UNAVAILABLE", run(example, mutual, WITH_TOKEN, line.toArray(String[]::new)));
  }

  private static ExampleClient.Run run(
      ExampleClient example,
      RunningServer server,
      Map<String, String> environment,
      String... arguments)
      throws IOException, InterruptedException {
    return example.run(
        directory, environment, List.of(with(List.of(arguments), "--server", server.address())));
  }

  private static void assertServed(ExampleClient.Run run) throws IOException {
    assertEquals(0, run.exitStatus(), run.output() + run.errors());
    JsonNode results = run.json().path("results");
    JsonNode answer = results.isMissingNode() ? run.json() : results.get(0);
    assertEquals(SERVED, answer.get("model").get("name").asText());
  }

  private static void assertFailed(String code, ExampleClient.Run run) throws IOException {
    assertEquals(1, run.exitStatus(), run.output() + run.errors());
    assertEquals(code, run.json().get("error").get("code").asText(), run.output());
  }

  private static String[] with(List<String> line, String... more) {
    List<String> all = new ArrayList<>(line);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    return all;
  }
}
