package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.FaceImage;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedStreamTest {

  private final Path repository;

  EmbedStreamTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void everyItem_isAnsweredOnce_thenTheStreamEnds() throws Exception {
    try (TestServer server = new TestServer(repository, "stream.max-in-flight", "4")) {
      StreamClient client = StreamClient.open(server.streams());
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        ids.add("item-" + i);
        client.send(item("item-" + i, Drawings.raw(i)));
      }
      client.halfClose();

      List<EmbedStreamResponse> responses = client.awaitEnd();

      assertEquals(300, responses.size());
      assertEquals(ids, ids(responses));
      responses.forEach(
          response -> assertEquals(1, response.getModel().getVersion(), response.toString()));
    }
  }

  @Test
  void badItems_failAlone_andNeverEndTheStream() throws Exception {
    try (TestServer server = new TestServer(repository)) {
      StreamClient client = StreamClient.open(server.streams());
      client.send(item("good", Drawings.raw(1)));
      client.send(item("empty", Drawings.encoded(new byte[0])));
      client.send(item("unset", FaceImage.getDefaultInstance()));
      client.send(item("model", Drawings.raw(1)).toBuilder().setModel("nobody").build());
      client.send(item("version", Drawings.raw(1)).toBuilder().setVersion(9).build());
      client.send(item("x".repeat(129), Drawings.raw(1)));
      client.send(item("last", Drawings.raw(2)));
      client.halfClose();

      Map<String, EmbedStreamResponse> byId =
          client.awaitEnd().stream()
              .collect(Collectors.toMap(EmbedStreamResponse::getCorrelationId, r -> r));

      assertEquals(7, byId.size());
      assertTrue(get(byId, "good").hasEmbedding());
      assertTrue(get(byId, "last").hasEmbedding());
      assertEquals("EMPTY", refusal(byId, "empty").reason());
      assertEquals("INVALID_FIELD", refusal(byId, "unset").reason());
      assertEquals("MODEL_NOT_FOUND", refusal(byId, "model").reason());
      assertEquals("MODEL_NOT_FOUND", refusal(byId, "version").reason());
      assertEquals(
          "correlation_id: 129 characters (expected: at most 128)",
          refusal(byId, "x".repeat(128)).message());
    }
  }

  @Test
  void fullQueue_refusesTheItemAtOnce_andSaysWhenToRetry() throws Exception {
    try (TestServer server =
        new TestServer(
            repository, "batching.queue-capacity", "1", "limits.max-batch-images", "1")) {
      byte[] slow = Drawings.file("png", 1, 1500, 1500);
      StreamClient client = StreamClient.open(server.streams());
      client.send(item("slow", Drawings.encoded(slow)));
      client.send(item("refused", Drawings.raw(1)));
      client.halfClose();

      List<EmbedStreamResponse> responses = client.awaitEnd();

      assertEquals("refused", responses.get(0).getCorrelationId(), "it does not wait");
      Refusal refusal = Refusal.of(responses.get(0).getError());
      assertEquals(Code.RESOURCE_EXHAUSTED, refusal.code());
      assertEquals("QUEUE_FULL", refusal.reason());
      assertTrue(responses.get(1).hasEmbedding());
      assertEquals(1, server.meters().get("facet.rejected").counter().count());
    }
  }

  private static EmbedStreamRequest item(String id, FaceImage image) {
    return EmbedStreamRequest.newBuilder().setCorrelationId(id).setImage(image).build();
  }

  private static Set<String> ids(List<EmbedStreamResponse> responses) {
    return responses.stream()
        .map(EmbedStreamResponse::getCorrelationId)
        .collect(Collectors.toSet());
  }

  private static Refusal refusal(Map<String, EmbedStreamResponse> byId, String id) {
    return Refusal.of(get(byId, id).getError());
  }

  private static EmbedStreamResponse get(Map<String, EmbedStreamResponse> byId, String id) {
    EmbedStreamResponse response = byId.get(id);
    if (response == null) {
      throw new AssertionError("no answer for " + id);
    }
    return response;
  }
}
