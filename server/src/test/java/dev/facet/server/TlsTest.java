package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.server.config.BadConfigException;
import dev.facet.server.security.Log;
import dev.facet.server.security.TestAuthority;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbeddingServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server over TLS; what it does with all kinds of files, TlsCredentialsTest says. */
class TlsTest {

  private static final EmbedRequest EMBED =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private final TestAuthority authority = new TestAuthority("ours");
  private final Path repository;
  private final Path certificate;
  private final Path key;
  private final Path clientCa;

  TlsTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
    certificate = directory.resolve("server.pem");
    key = directory.resolve("server.key");
    clientCa = directory.resolve("clients.pem");
  }

  @Test
  void facesAreEmbeddedOverTls_andNotWithoutIt() throws Exception {
    authority.issue("server").write(certificate, key);
    try (TestServer server = server()) {
      assertEquals(Code.OK, embed(server, authority.trusted()));
      assertEquals(Code.UNAVAILABLE, Refusal.of(() -> server.embeddings().embed(EMBED)).code());
    }
  }

  @Test
  void changedCertificate_isShownWithoutARestart() throws Exception {
    TestAuthority next = new TestAuthority("next");
    authority.issue("server").write(certificate, key);
    try (TestServer server = server()) {
      assertEquals(Code.UNAVAILABLE, embed(server, next.trusted()));

      next.issue("server").write(certificate, key);

      ChannelCredentials client = next.trusted();
      TestServer.await(Code.OK.value(), () -> embed(server, client).value());
    }
  }

  /** A client keeps its connection, and a session by which it may connect anew unchecked. */
  @Test
  void clientThatIsConnected_isRefused_onceItsAuthorityIsUnknown() throws Exception {
    TestAuthority next = new TestAuthority("next");
    authority.issue("server").write(certificate, key);
    authority.write(clientCa);
    try (TestServer server = server("tls.client-ca", clientCa.toString())) {
      ManagedChannel client = server.newChannel(authority.trusted(authority.issue("client")));
      assertEquals(Code.OK, embed(client));

      next.write(clientCa);

      TestServer.await(Code.UNAUTHENTICATED.value(), () -> embed(client).value());
      assertEquals(
          new Refusal(
              Code.UNAUTHENTICATED,
              "UNKNOWN_CERTIFICATE",
              "client certificate: unknown authority (expected: one of this server's"
                  + " tls.client-ca)"),
          Refusal.of(() -> EmbeddingServiceGrpc.newBlockingStub(client).embed(EMBED)));
      client.enterIdle();
      assertNotEquals(Code.OK, embed(client), "connects anew");
      assertEquals(Code.OK, embed(server, authority.trusted(next.issue("client"))));
      client.shutdownNow();
    }
  }

  @Test
  void brokenFile_endsTheStart() {
    String message =
        String.valueOf(assertThrows(BadConfigException.class, this::server).getMessage());

    assertTrue(message.startsWith("tls.certificate: " + certificate + ": no such file"), message);
  }

  @Test
  void serverThatOthersCanReach_warnsOfWhatIsOpen() throws Exception {
    try (Log log = new Log(FacetServer.class)) {
      new TestServer(repository).close();
      assertEquals(0, log.warnings().size(), log.warnings().toString());

      new TestServer(repository, "server.host", "0.0.0.0").close();
      assertEquals(2, log.warnings().size(), log.warnings().toString());
    }
  }

  private TestServer server(String... more) throws Exception {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(List.of("tls.certificate", certificate.toString(), "tls.key", key.toString()));
    return new TestServer(repository, flags.toArray(String[]::new));
  }

  /** How a call of a new client ends. */
  private static Code embed(TestServer server, ChannelCredentials client) {
    ManagedChannel channel = server.newChannel(client);
    try {
      return embed(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  private static Code embed(ManagedChannel client) {
    try {
      var unused =
          EmbeddingServiceGrpc.newBlockingStub(client)
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .embed(EMBED);
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }
}
