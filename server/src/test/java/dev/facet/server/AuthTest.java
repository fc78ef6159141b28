package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.fixture.TinyModel;
import dev.facet.server.security.Scope;
import dev.facet.server.security.TestIssuer;
import dev.facet.server.security.TokenFile;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.ActivateVersionResponse;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.ListModelsRequest;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthTest {

  private static final EmbedRequest EMBED =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private static final ActivateVersionRequest ACTIVATE =
      ActivateVersionRequest.newBuilder().setName("face").setVersion(1).build();

  private static final Refusal NO_TOKEN =
      new Refusal(
          Code.UNAUTHENTICATED,
          "MISSING_TOKEN",
          "authorization: no token (expected: Bearer and a token of this server)");

  private static final Refusal UNKNOWN_TOKEN =
      new Refusal(
          Code.UNAUTHENTICATED,
          "UNKNOWN_TOKEN",
          "authorization: unknown token (expected: Bearer and a token of this server)");

  private final Path repository;
  private final Path tokens;

  AuthTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
    tokens = directory.resolve("tokens.txt");
    Files.write(
        tokens,
        List.of(
            TokenFile.line("gate", Scope.EMBED, "of-gate"),
            TokenFile.line("operator", Scope.ADMIN, "of-operator")));
  }

  @Test
  void callWithoutAToken_isRefused_exceptForHealth() throws Exception {
    try (TestServer server = server()) {
      assertEquals(NO_TOKEN, Refusal.of(() -> server.embeddings().embed(EMBED)));
      assertEquals(
          NO_TOKEN,
          Refusal.of(() -> server.models().listModels(ListModelsRequest.getDefaultInstance())));
      assertEquals(NO_TOKEN, Refusal.of(() -> server.models().activateVersion(ACTIVATE)));
      assertEquals(
          ServingStatus.SERVING,
          HealthGrpc.newBlockingStub(server.channel())
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus());
    }
  }

  @Test
  void streamWithoutAToken_ends() throws Exception {
    try (TestServer server = server()) {
      StreamClient stream = StreamClient.open(server.streams());
      stream.send(EmbedStreamRequest.newBuilder().setImage(Drawings.raw(1)).build());

      assertEquals(NO_TOKEN, Refusal.of(assertThrows(ExecutionException.class, stream::awaitEnd)));
    }
  }

  @Test
  void unknownToken_isRefused_andNotRepeated() throws Exception {
    try (TestServer server = server()) {
      assertEquals(UNKNOWN_TOKEN, Refusal.of(() -> embed(server, "Bearer of-nobody")));
      assertEquals(UNKNOWN_TOKEN, Refusal.of(() -> activate(server, "Bearer of-nobody")));
    }
  }

  @ParameterizedTest
  @CsvSource({"of-gate", "Basic of-gate", "Bearer", "''"})
  void otherAuthorization_isNoToken(String authorization) throws Exception {
    try (TestServer server = server()) {
      assertEquals(NO_TOKEN, Refusal.of(() -> embed(server, authorization)));
    }
  }

  @Test
  void tokenOfScopeEmbed_embedsAndLists_andChangesNothing() throws Exception {
    try (TestServer server = server()) {
      embed(server, "Bearer of-gate");
      embed(server, "bearer  of-gate");
      server
          .models()
          .withInterceptors(authorization("Bearer of-gate"))
          .listModels(ListModelsRequest.getDefaultInstance());

      assertEquals(
          new Refusal(
              Code.PERMISSION_DENIED,
              "SCOPE",
              "authorization: a token of scope embed, that of gate (expected: scope admin)"),
          Refusal.of(() -> activate(server, "Bearer of-gate")));
    }
  }

  @Test
  void tokenOfScopeAdmin_doesAll() throws Exception {
    try (TestServer server = server()) {
      embed(server, "Bearer of-operator");

      assertEquals(1, activate(server, "Bearer of-operator").getVersion().getRef().getVersion());
    }
  }

  @Test
  void refusedCalls_areCountedByStatus_andAreNoneUnderWay() throws Exception {
    try (TestServer server = server()) {
      Refusal.of(() -> server.embeddings().embed(EMBED));
      Refusal.of(() -> embed(server, "Bearer of-nobody"));
      Refusal.of(() -> activate(server, "Bearer of-gate"));

      TestServer.await(2, () -> server.ended("Embed", Code.UNAUTHENTICATED));
      TestServer.await(1, () -> server.ended("ActivateVersion", Code.PERMISSION_DENIED));
      assertEquals(0, server.openCalls());
    }
  }

  @Test
  void changedFile_isReadWithoutARestart() throws Exception {
    try (TestServer server = server()) {
      embed(server, "Bearer of-gate");

      Files.writeString(tokens, TokenFile.line("gate", Scope.EMBED, "renewed"));

      TestServer.await(Code.OK.value(), () -> end(server, "Bearer renewed").value());
      assertEquals(Code.UNAUTHENTICATED, end(server, "Bearer of-gate"));
    }
  }

  @Test
  void jwt_isTakenBesideTokens_andItsScopeHolds() throws Exception {
    TestIssuer issuer = new TestIssuer("1");
    try (TestServer server = server(issuer)) {
      embed(server, "Bearer of-gate");
      embed(server, "Bearer " + issuer.token("gate", "facet:embed"));
      activate(server, "Bearer " + issuer.token("operator", "openid facet:admin"));

      assertEquals(
          new Refusal(
              Code.PERMISSION_DENIED,
              "SCOPE",
              "authorization: a token of scope embed, that of gate (expected: scope admin)"),
          Refusal.of(() -> activate(server, "Bearer " + issuer.token("gate", "facet:embed"))));
      assertEquals(
          new Refusal(
              Code.PERMISSION_DENIED,
              "SCOPE",
              "authorization: a token of no scope, that of guest (expected: scope embed)"),
          Refusal.of(() -> embed(server, "Bearer " + issuer.token("guest", "openid"))));
    }
  }

  @Test
  void jwtThatIsNotTaken_isRefusedWithTheReason() throws Exception {
    TestIssuer issuer = new TestIssuer("1");
    try (TestServer server = server(issuer)) {
      String expired = issuer.token("gate", "facet:embed", Instant.now().minusSeconds(60));
      assertEquals(
          new Refusal(
              Code.UNAUTHENTICATED,
              "EXPIRED_TOKEN",
              "authorization: expired token (expected: one whose exp is still to come)"),
          Refusal.of(() -> embed(server, "Bearer " + expired)));
      assertEquals(
          UNKNOWN_TOKEN,
          Refusal.of(
              () -> embed(server, "Bearer " + new TestIssuer("1").token("gate", "facet:embed"))));
    }
  }

  private TestServer server(TestIssuer issuer) throws Exception {
    Path jwks = tokens.resolveSibling("jwks.json");
    TestIssuer.write(jwks, issuer);
    return server(
        "auth.jwks",
        jwks.toString(),
        "auth.jwt-issuer",
        TestIssuer.NAME,
        "auth.jwt-audience",
        "facet");
  }

  private TestServer server(String... more) throws Exception {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(List.of("auth.tokens", tokens.toString(), "models.activation", "true"));
    return new TestServer(repository, flags.toArray(String[]::new));
  }

  private static Code end(TestServer server, String authorization) {
    try {
      embed(server, authorization);
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static void embed(TestServer server, String authorization) {
    var unused = server.embeddings().withInterceptors(authorization(authorization)).embed(EMBED);
  }

  private static ActivateVersionResponse activate(TestServer server, String authorization) {
    return server.models().withInterceptors(authorization(authorization)).activateVersion(ACTIVATE);
  }

  private static ClientInterceptor authorization(String value) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), value);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }
}
