package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.server.security.Scope;
import dev.facet.server.security.TokenFile;
import dev.facet.v1.CompareOperand;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
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
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server with a limit for each client. Of the rate, one a second, nothing is measured here: the
 * tests ask for far more than could flow in, however slow the machine is.
 */
class PerClientLimitsTest {

  private static final int MANY = 100;

  private static final EmbedRequest EMBED =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private final Path repository;
  private final Path tokens;

  PerClientLimitsTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
    tokens = directory.resolve("tokens.txt");
    Files.write(
        tokens,
        List.of(
            TokenFile.line("gate", Scope.EMBED, "of-gate"),
            TokenFile.line("door", Scope.EMBED, "of-door")));
  }

  @Test
  void batchAboveTheRate_isAnsweredInPart() throws Exception {
    try (TestServer server = new TestServer(repository, "limits.client-rate", "1")) {
      List<EmbedBatchResult> results = batch(server.embeddings());

      List<EmbedBatchResult> refused = results.stream().filter(EmbedBatchResult::hasError).toList();
      assertTrue(results.get(0).hasEmbedding());
      assertTrue(results.get(1).hasEmbedding());
      assertTrue(refused.size() > MANY / 2, () -> refused.size() + " refused");
      Refusal refusal = Refusal.of(refused.get(0).getError());
      assertEquals(
          new Refusal(
              Code.RESOURCE_EXHAUSTED,
              "CLIENT_RATE",
              "rate: above 1 images a second (expected: at most limits.client-rate)"),
          refusal);
      assertEquals(refused.size(), server.count("facet.client.refused", "reason", "CLIENT_RATE"));
    }
  }

  @Test
  void streamAboveTheRate_goesOn_withItemsThatAreRefused() throws Exception {
    try (TestServer server = new TestServer(repository, "limits.client-rate", "1")) {
      StreamClient stream = StreamClient.open(server.streams());
      for (int i = 0; i < MANY; i++) {
        stream.send(EmbedStreamRequest.newBuilder().setImage(Drawings.raw(1)).build());
      }
      stream.halfClose();

      List<EmbedStreamResponse> replies = stream.awaitEnd();
      List<EmbedStreamResponse> refused =
          replies.stream().filter(EmbedStreamResponse::hasError).toList();
      assertEquals(MANY, replies.size());
      assertTrue(refused.size() > MANY / 2, () -> refused.size() + " refused");
      assertTrue(refused.size() <= MANY - 2, () -> refused.size() + " refused");
      assertEquals("CLIENT_RATE", Refusal.of(refused.get(0).getError()).reason());
    }
  }

  @Test
  void callsAboveTheRate_areRefused_alsoThoseWithoutAnImage() throws Exception {
    try (TestServer server = new TestServer(repository, "limits.client-rate", "1")) {
      CompareRequest compare =
          CompareRequest.newBuilder()
              .setFirst(CompareOperand.newBuilder().setImage(Drawings.raw(1)))
              .setSecond(CompareOperand.newBuilder().setImage(Drawings.raw(2)))
              .build();

      assertEquals("CLIENT_RATE", refusal(() -> server.embeddings().compare(compare)));
      assertEquals("CLIENT_RATE", refusal(() -> server.embeddings().embed(EMBED)));
      assertEquals(
          "CLIENT_RATE",
          refusal(() -> server.models().listModels(ListModelsRequest.getDefaultInstance())));
    }
  }

  @Test
  void clientsAreHeldToTheirOwnRates() throws Exception {
    try (TestServer server =
        new TestServer(repository, "limits.client-rate", "1", "auth.tokens", tokens.toString())) {
      assertTrue(batch(of(server, "gate")).stream().anyMatch(EmbedBatchResult::hasError));

      List<EmbedBatchResult> others = batch(of(server, "door"));
      assertTrue(others.get(0).hasEmbedding());
      assertTrue(others.get(1).hasEmbedding());
    }
  }

  @Test
  void healthIsNotLimited() throws Exception {
    try (TestServer server =
        new TestServer(repository, "limits.client-rate", "1", "limits.client-concurrency", "1")) {
      HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(server.channel());
      for (int i = 0; i < MANY; i++) {
        assertEquals(
            ServingStatus.SERVING,
            health.check(HealthCheckRequest.getDefaultInstance()).getStatus());
      }
    }
  }

  @Test
  void callsUnderWay_areLimitedForEachClient_andEndedOnesAreNot() throws Exception {
    try (TestServer server =
        new TestServer(
            repository, "limits.client-concurrency", "1", "auth.tokens", tokens.toString())) {
      StreamClient stream =
          StreamClient.open(server.streams().withInterceptors(authorization("gate")));
      stream.send(EmbedStreamRequest.newBuilder().setImage(Drawings.raw(1)).build());
      assertTrue(stream.awaitFirst().hasEmbedding());

      assertEquals(
          "CLIENT_CONCURRENCY", Refusal.of(() -> of(server, "gate").embed(EMBED)).reason());
      assertEquals(1, server.count("facet.client.refused", "reason", "CLIENT_CONCURRENCY"));
      assertTrue(of(server, "door").embed(EMBED).hasEmbedding());

      stream.cancel();

      TestServer.await(Code.OK.value(), () -> end(server, "gate").value());
      assertEquals(Code.OK, end(server, "gate"), "what ended counts no more");
    }
  }

  @Test
  void refusalsOfAuthentication_takeNothing() throws Exception {
    try (TestServer server =
        new TestServer(
            repository, "limits.client-concurrency", "1", "auth.tokens", tokens.toString())) {
      for (int i = 0; i < MANY; i++) {
        assertEquals(Code.UNAUTHENTICATED, end(server, "nobody"));
      }
      assertEquals(Code.OK, end(server, "gate"));
    }
  }

  /** Why a call is refused in the end, when it is made again and again. */
  private static String refusal(Runnable call) {
    for (int i = 0; i < MANY; i++) {
      try {
        call.run();
      } catch (StatusRuntimeException refused) {
        return Refusal.of(refused).reason();
      }
    }
    return "none";
  }

  private static Code end(TestServer server, String name) {
    try {
      var unused = of(server, name).embed(EMBED);
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static List<EmbedBatchResult> batch(EmbeddingServiceBlockingStub stub) {
    return stub.embedBatch(
            EmbedBatchRequest.newBuilder()
                .addAllImages(Collections.nCopies(MANY, Drawings.raw(1)))
                .build())
        .getResultsList();
  }

  private static EmbeddingServiceBlockingStub of(TestServer server, String name) {
    return server.embeddings().withInterceptors(authorization(name));
  }

  private static ClientInterceptor authorization(String name) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer of-" + name);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }
}
