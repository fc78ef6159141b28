package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.facet.model.engine.Embedder;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.security.Log;
import dev.facet.server.security.Scope;
import dev.facet.server.security.TokenFile;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import dev.facet.v1.RollbackVersionRequest;
import dev.facet.v1.RolloutKind;
import dev.facet.v1.StartRolloutRequest;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

  private final Log log = new Log("facet.audit");
  private final Path repository;
  private final Path tokens;

  AuditTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
    TinyModel.write(repository, "face", 2, 2);
    tokens = directory.resolve("tokens.txt");
    Files.write(
        tokens,
        List.of(
            TokenFile.line("gate", Scope.EMBED, "of-gate"),
            TokenFile.line("operator", Scope.ADMIN, "of-operator")));
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void change_isOnRecord_withWhoFromWhereAndWhat() throws Exception {
    try (TestServer server = server("auth.tokens", tokens.toString())) {
      var unused = models(server, "of-operator").activateVersion(activate("face", 1));

      Map<String, String> line = onlyLine();
      assertTrue(line.remove("from").matches("127\\.0\\.0\\.1:\\d+"), log.events().toString());
      assertTrue(line.remove("request_id").matches("[0-9a-f]{12}"));
      assertEquals(
          "models were changed {method=ActivateVersion, by=operator, known_by=TOKEN, version=1,"
              + " model=face, status=OK}",
          log.events().get(0).getFormattedMessage() + " " + line);
    }
  }

  @Test
  void versionThatAChangeChose_isOnRecord() throws Exception {
    try (TestServer server = server()) {
      Admin admin = new Admin(server, "face");
      var activated = admin.activate(1);
      var rolledBack = admin.rollBack();

      assertEquals(List.of("1", "2"), lines().stream().map(line -> line.get("version")).toList());
      assertEquals(1, activated.getRef().getVersion());
      assertEquals(2, rolledBack.getRef().getVersion());
      assertEquals("ADDRESS", lines().get(0).get("known_by"));
      assertEquals("127.0.0.1", lines().get(0).get("by"));
    }
  }

  @Test
  void rollout_isOnRecordWithItsShare() throws Exception {
    try (TestServer server = server()) {
      Admin admin = new Admin(server, "face");
      var started = admin.rollout(1, RolloutKind.ROLLOUT_KIND_CANARY, 0.25);
      var stopped = admin.stopRollout();

      assertEquals(
          List.of("StartRollout", "StopRollout"),
          lines().stream().map(line -> line.get("method")).toList());
      assertEquals("0.25", lines().get(0).get("share"));
      assertEquals("ROLLOUT_KIND_CANARY", lines().get(0).get("kind"));
      assertEquals(started.getRef().getVersion(), stopped.getRef().getVersion());
    }
  }

  @Test
  void everyMethodThatChangesModels_isOnRecord() throws Exception {
    try (TestServer server = server()) {
      Admin admin = new Admin(server, "face");
      refused(() -> admin.activate(9));
      refused(() -> admin.rollBack());
      refused(() -> admin.pin(9));
      refused(() -> admin.deactivate(9));
      refused(() -> admin.canary(9, 0.5));
      refused(() -> admin.stopRollout());

      assertEquals(
          List.of(
              "ActivateVersion",
              "RollbackVersion",
              "PinVersion",
              "DeactivateVersion",
              "StartRollout",
              "StopRollout"),
          lines().stream().map(line -> line.get("method")).toList());
    }
  }

  @Test
  void failedChange_isOnRecord_withTheReason() throws Exception {
    try (TestServer server = server()) {
      refused(() -> server.models().activateVersion(activate("face", 9)));

      Map<String, String> line = onlyLine();
      assertEquals("NOT_FOUND", line.get("status"));
      assertEquals("MODEL_NOT_FOUND", line.get("reason"));
      assertEquals("9", line.get("version"));
    }
  }

  @Test
  void refusedAttempts_areOnRecord_andTokensAreNot() throws Exception {
    try (TestServer server = server("auth.tokens", tokens.toString())) {
      refused(() -> server.models().activateVersion(activate("face", 1)));
      refused(() -> models(server, "of-nobody").activateVersion(activate("face", 1)));
      refused(() -> models(server, "of-gate").activateVersion(activate("face", 1)));

      assertEquals(
          List.of("127.0.0.1 MISSING_TOKEN", "127.0.0.1 UNKNOWN_TOKEN", "gate SCOPE"),
          lines().stream().map(line -> line.get("by") + " " + line.get("reason")).toList());
      assertFalse(lines().toString().contains("of-"), lines().toString());
    }
  }

  @Test
  void attemptAtTheWrongPort_isOnRecord() throws Exception {
    try (TestServer server = server("admin.enabled", "true", "admin.port", "0")) {
      refused(() -> server.models().activateVersion(activate("face", 1)));

      assertEquals("ADMIN_PORT", onlyLine().get("reason"));
    }
  }

  @Test
  void attemptWhereNoneMayChangeModels_isOnRecord() throws Exception {
    try (TestServer server = new TestServer(repository)) {
      refused(() -> server.models().activateVersion(activate("face", 1)));

      assertEquals("ACTIVATION_DISABLED", onlyLine().get("reason"));
    }
  }

  @Test
  void callsThatChangeNothing_areNotOnRecord() throws Exception {
    try (TestServer server = server("auth.tokens", tokens.toString())) {
      var unused = models(server, "of-gate").listModels(ListModelsRequest.getDefaultInstance());
      refused(() -> server.models().listModels(ListModelsRequest.getDefaultInstance()));

      assertEquals(List.of(), lines());
    }
  }

  @Test
  void whatTheCallerChose_writesNoLineOfItsOwn() throws Exception {
    try (TestServer server = server()) {
      refused(
          () ->
              server
                  .models()
                  .rollbackVersion(
                      RollbackVersionRequest.newBuilder()
                          .setName("a\n\"b\u001b" + "x".repeat(100_000))
                          .build()));

      Map<String, String> line = onlyLine();
      assertEquals("a?'b?" + "x".repeat(195) + "...", line.get("model"));
      assertTrue(line.getOrDefault("why", "").matches("[ -~]{1,203}"), line.get("why"));
    }
  }

  @Test
  void callerThatIsGone_hasItsChangeOnRecord() throws Exception {
    Semaphore loads = new Semaphore(1); // for the live version
    Embedder.Loader held =
        (bundle, device, passes, progress) -> {
          loads.acquireUninterruptibly();
          return EmbeddingModel.load(bundle, device, passes, progress);
        };
    try (TestServer server = new TestServer(held, repository, "models.activation", "true")) {
      StartRolloutRequest request =
          StartRolloutRequest.newBuilder()
              .setName("face")
              .setVersion(1)
              .setKind(RolloutKind.ROLLOUT_KIND_CANARY)
              .setShare(0.5)
              .build();
      var call = ModelServiceGrpc.newFutureStub(server.channel()).startRollout(request);
      TestServer.await(1, server::openCalls);
      call.cancel(true);
      TestServer.await(0, server::openCalls);
      assertEquals(List.of(), lines());

      loads.release();

      TestServer.await(1, () -> log.events().size());
      assertEquals("OK", onlyLine().get("status"));
    }
  }

  private TestServer server(String... more) throws IOException {
    String[] flags = new String[more.length + 2];
    System.arraycopy(more, 0, flags, 2, more.length);
    flags[0] = "models.activation";
    flags[1] = "true";
    return new TestServer(repository, flags);
  }

  private Map<String, String> onlyLine() {
    assertEquals(1, log.events().size(), lines().toString());
    return lines().get(0);
  }

  /** The fields of each line. */
  private List<Map<String, String>> lines() {
    return log.events().stream().map(AuditTest::fields).toList();
  }

  private static Map<String, String> fields(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    event.getKeyValuePairs().forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
    return fields;
  }

  private static void refused(Executable call) {
    assertThrows(StatusRuntimeException.class, call);
  }

  private static ActivateVersionRequest activate(String model, long version) {
    return ActivateVersionRequest.newBuilder().setName(model).setVersion(version).build();
  }

  private static ModelServiceBlockingStub models(TestServer server, String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return server.models().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}
