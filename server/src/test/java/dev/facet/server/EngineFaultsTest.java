package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.rpc.Status;
import com.sun.jna.Platform;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that fails while requests are with it: each of them hears of it, and no other does. */
class EngineFaultsTest {

  private static final int ITEMS = 5;
  private static final EmbedRequest CALL =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  /** What happens to a batch before the engine has it. */
  private volatile WatchedEmbedder.Before fault = (device, faces) -> {};

  private final Path repository;

  EngineFaultsTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void engineWithoutMemory_failsItsFaces_withAReference_andGoesOnOnceThereIsSome()
      throws Exception {
    assumeTrue(Platform.isLinux(), "skipped: memory is limited as Linux does it");
    assertFaultIsSurvived((device, faces) -> allocateTooMuch());
  }

  @Test
  void javaWithoutMemory_failsItsFaces_withAReference_andTheWorkerGoesOn() throws Exception {
    assertFaultIsSurvived(
        (device, faces) -> {
          throw new OutOfMemoryError("for the test");
        });
  }

  private void assertFaultIsSurvived(WatchedEmbedder.Before broken) throws Exception {
    try (TestServer server =
        new TestServer(
            WatchedEmbedder.loader((device, faces) -> fault.batch(device, faces)),
            repository,
            "batching.workers",
            "1")) {
      assertTrue(server.embeddings().embed(CALL).hasEmbedding());
      fault = broken;

      assertInternal(Refusal.of(() -> server.embeddings().embed(CALL)));
      batch(server).forEach(result -> assertInternal(result.getError()));
      StreamClient stream = StreamClient.open(server.streams());
      for (int i = 0; i < ITEMS; i++) {
        stream.send(EmbedStreamRequest.newBuilder().setImage(Drawings.raw(i)).build());
      }
      stream.halfClose();
      List<EmbedStreamResponse> replies = stream.awaitEnd();
      assertEquals(ITEMS, replies.size());
      replies.forEach(reply -> assertInternal(reply.getError()));
      assertTrue(server.count("facet.inference.failed", "model", "face") > 0);

      fault = (device, faces) -> {};
      assertTrue(server.embeddings().embed(CALL).hasEmbedding());
      assertTrue(batch(server).stream().allMatch(EmbedBatchResult::hasEmbedding));
      TestServer.await(0, server::admitted);
    }
  }

  private static List<EmbedBatchResult> batch(TestServer server) {
    EmbedBatchRequest.Builder request = EmbedBatchRequest.newBuilder();
    for (int i = 0; i < ITEMS; i++) {
      request.addImages(Drawings.raw(i));
    }
    List<EmbedBatchResult> results =
        server.embeddings().embedBatch(request.build()).getResultsList();
    assertEquals(ITEMS, results.size());
    return results;
  }

  private static void assertInternal(Status status) {
    assertInternal(Refusal.of(status));
  }

  private static void assertInternal(Refusal refusal) {
    assertEquals(Code.INTERNAL, refusal.code());
    assertEquals("INTERNAL", refusal.reason());
    assertTrue(
        refusal.message().matches("internal error, reference [0-9a-f]{12}"), refusal.message());
  }

  /** Asks the engine for more than the system gives: it throws what it throws then. */
  private static void allocateTooMuch() {
    long left = AddressSpace.limitTo(256L << 20);
    try (NDManager manager = NDManager.newBaseManager()) {
      var unused = manager.zeros(new Shape(1L << 29));
    } finally {
      AddressSpace.set(left);
    }
  }
}
