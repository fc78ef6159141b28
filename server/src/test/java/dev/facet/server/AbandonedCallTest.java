package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbeddingServiceGrpc;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls whose caller no longer waits. A batching delay keeps their items in the engine's queue: a
 * batch begins once it is full, or when the delay is over.
 */
class AbandonedCallTest {

  private static final int ITEMS = 20;
  private static final EmbedRequest REQUEST =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private final Path repository;

  AbandonedCallTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void cancelledStream_givesItsPermitsBack_andItsItemsNeverReachTheEngine() throws Exception {
    try (TestServer server = server("10s", ITEMS + 1)) {
      StreamClient client = StreamClient.open(server.streams());
      for (int i = 0; i < ITEMS; i++) {
        client.send(EmbedStreamRequest.newBuilder().setImage(Drawings.raw(i)).build());
      }
      awaitItemsInQueue(server, ITEMS);

      client.cancel();
      TestServer.await(1, () -> server.ended("EmbedStream", Code.CANCELLED));

      EmbedResponse fillsTheBatch = server.embeddings().embed(REQUEST);
      assertEquals(1, fillsTheBatch.getTiming().getBatchSize());
      assertDropped(server, "cancelled", ITEMS);
    }
  }

  @Test
  void cancelledCall_givesItsPermitBack_andItsItemNeverReachesTheEngine() throws Exception {
    try (TestServer server = server("10s", 2)) {
      Future<EmbedResponse> call =
          EmbeddingServiceGrpc.newFutureStub(server.channel()).embed(REQUEST);
      awaitItemsInQueue(server, 1);

      assertTrue(call.cancel(true));
      TestServer.await(1, () -> server.ended("Embed", Code.CANCELLED));

      EmbedResponse fillsTheBatch = server.embeddings().embed(REQUEST);
      assertEquals(1, fillsTheBatch.getTiming().getBatchSize());
      assertDropped(server, "cancelled", 1);
    }
  }

  @Test
  void deadlineThatPassesInTheQueue_endsTheCall_andItsItemNeverReachesTheEngine() throws Exception {
    try (TestServer server = server("1s", 2)) {
      embedFullBatch(server);

      StatusRuntimeException late =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  server.embeddings().withDeadlineAfter(200, TimeUnit.MILLISECONDS).embed(REQUEST));

      assertEquals(Code.DEADLINE_EXCEEDED, late.getStatus().getCode());
      TestServer.await(1, () -> server.count("facet.inference.dropped", "reason", "deadline"));
      embedFullBatch(server);
      assertDropped(server, "deadline", 1);
    }
  }

  private static void embedFullBatch(TestServer server) {
    EmbedBatchRequest batch =
        EmbedBatchRequest.newBuilder()
            .addImages(Drawings.raw(1))
            .addImages(Drawings.raw(2))
            .build();
    for (EmbedBatchResult result : server.embeddings().embedBatch(batch).getResultsList()) {
      assertEquals(2, result.getTiming().getBatchSize());
    }
  }

  private TestServer server(String maxBatchDelay, int maxBatchSize) throws Exception {
    return new TestServer(
        repository,
        "batching.workers",
        "1",
        "batching.max-batch-delay",
        maxBatchDelay,
        "batching.max-batch-size",
        String.valueOf(maxBatchSize));
  }

  private static void awaitItemsInQueue(TestServer server, int items) {
    TestServer.await(items, () -> server.meters().get("facet.preprocess.time").timer().count());
    assertEquals(items, server.admitted());
  }

  private static void assertDropped(TestServer server, String reason, int items) {
    TestServer.await(0, server::admitted);
    assertEquals(items, server.count("facet.inference.dropped", "reason", reason));
    assertEquals(
        server.meters().get("facet.preprocess.time").timer().count() - items,
        (long) server.meters().get("facet.inference.batch.size").summary().totalAmount(),
        "the engine saw the others only");
  }
}
