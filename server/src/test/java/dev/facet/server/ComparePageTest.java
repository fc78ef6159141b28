package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.security.TestAuthority;
import dev.facet.v1.CompareOperand;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import io.grpc.Status.Code;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comparing photos over HTTP takes, and what it refuses. */
class ComparePageTest {

  private final Path repository;
  private final String request =
      JsonFormat.printer()
          .print(
              CompareRequest.newBuilder()
                  .setFirst(CompareOperand.newBuilder().setImage(Drawings.raw(1)))
                  .setSecond(CompareOperand.newBuilder().setImage(Drawings.raw(1)))
                  .build());

  ComparePageTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void request_isACallLikeAnyOther() throws Exception {
    try (TestServer server = server()) {
      HttpResponse<String> reply = TestHttp.post(server, "/compare", request);

      assertEquals(200, reply.statusCode(), reply.body());
      CompareResponse.Builder response = CompareResponse.newBuilder();
      JsonFormat.parser().merge(reply.body(), response);
      assertEquals(1, response.getCosineSimilarity(), 1e-5);
      assertEquals("face", response.getModel().getName());
      TestServer.await(1, () -> server.ended("Compare", Code.OK));
    }
  }

  @Test
  void requestOfAnotherSite_isRefused() throws Exception {
    try (TestServer server = server()) {
      assertEquals(
          "403 Sec-Fetch-Site: cross-site (expected: same-origin)",
          TestHttp.told(
              TestHttp.post(server, "/compare", request, "Sec-Fetch-Site", "cross-site")));
      assertEquals(
          "415 Content-Type: text/plain (expected: application/json)",
          TestHttp.told(TestHttp.post(server, "/compare", request, "Content-Type", "text/plain")));
      assertEquals(0, server.ended("Compare", Code.OK));
    }
  }

  @Test
  void brokenRequest_isRefused_andRepeatsNothingOfIt() throws Exception {
    try (TestServer server = server()) {
      String expected = "400 body: no CompareRequest (expected: facet.v1.CompareRequest as JSON)";
      assertEquals(
          expected, TestHttp.told(TestHttp.post(server, "/compare", "{\"first\": secret")));
      assertEquals(expected, TestHttp.told(TestHttp.post(server, "/compare", "{\"third\": {}}")));
      String incomplete = TestHttp.told(TestHttp.post(server, "/compare", "{}"));
      assertTrue(incomplete.startsWith("400 INVALID_ARGUMENT: first: "), incomplete);
    }
  }

  @Test
  void bodyThatIsTooLarge_isReadNoFurther() throws Exception {
    try (TestServer server =
        server("limits.max-message-bytes", "64KiB", "batching.queue-bytes", "64KiB")) {
      assertEquals(
          "413 body (expected: at most 91476 bytes)",
          TestHttp.told(
              TestHttp.post(server, "/compare", "{\"model\": \"" + "x".repeat(100_000) + "\"}")));
    }
  }

  @Test
  void serverThatAsksForCertificates_refusesIt(@TempDir Path files) throws Exception {
    TestAuthority authority = new TestAuthority("ours");
    Path certificate = files.resolve("server.pem");
    Path key = files.resolve("server.key");
    Path clients = files.resolve("clients.pem");
    authority.issue("server").write(certificate, key);
    authority.write(clients);
    try (TestServer server =
        server(
            "tls.certificate",
            certificate.toString(),
            "tls.key",
            key.toString(),
            "tls.client-ca",
            clients.toString(),
            "http.tls",
            "false")) {
      String refusal = TestHttp.told(TestHttp.post(server, "/compare", request));
      assertTrue(refusal.startsWith("401 UNAUTHENTICATED: client certificate: "), refusal);
    }
  }

  private TestServer server(String... more) throws Exception {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(List.of("http.enabled", "true", "http.port", "0"));
    return new TestServer(repository, flags.toArray(String[]::new));
  }
}
