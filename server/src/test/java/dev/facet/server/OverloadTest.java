package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.Priority;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that come while more waits than can be served in time. */
class OverloadTest {

  /** How many are let in at a time: two batches, and one for the thread that makes tensors. */
  private static final int PLACES = 2 * WatchedEmbedder.MAX_BATCH + 1;

  /** Interactive items find as many places again; the others wait. */
  private static final int ITEMS = 3 * PLACES;

  private static final Duration BATCH = Duration.ofMillis(300);
  private static final Duration TOO_SHORT = Duration.ofMillis(1_500);

  private static final EmbedRequest CALL =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private final CountDownLatch timed = new CountDownLatch(ITEMS);

  @Test
  void callThatCannotBeServedWithinItsDeadline_isRefusedAtOnce(@TempDir Path repository)
      throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    CountDownLatch gate = new CountDownLatch(1);
    try (TestServer server =
        new TestServer(
            WatchedEmbedder.loader((device, faces) -> hold(gate)),
            repository,
            "batching.workers",
            "1",
            "preprocess.threads",
            "1")) {
      // From these the server knows how long an item takes: at least 100 ms.
      StreamClient timing = flood(server);
      timing.halfClose();
      assertTrue(timing.awaitEnd().stream().allMatch(EmbedStreamResponse::hasEmbedding));
      // More than there were batches, of which none is known to have been full.
      while (timed.getCount() > 0) {
        timed.countDown();
      }
      StreamClient stream = flood(server);
      TestServer.await(ITEMS, server::admitted);

      EmbeddingServiceGrpc.EmbeddingServiceBlockingStub hurried =
          server.embeddings().withDeadlineAfter(TOO_SHORT.toMillis(), TimeUnit.MILLISECONDS);
      Refusal refused = Refusal.of(() -> hurried.embed(CALL));
      assertEquals(Code.RESOURCE_EXHAUSTED, refused.code());
      assertEquals("QUEUE_FULL", refused.reason());
      assertTrue(
          refused.message().endsWith("(expected: within half of the deadline)"), refused::toString);
      assertEquals(1, server.count("facet.rejected", "model", "face"));

      gate.countDown();
      assertTrue(server.embeddings().embed(CALL).hasEmbedding());
      stream.halfClose();
      assertTrue(stream.awaitEnd().stream().allMatch(EmbedStreamResponse::hasEmbedding));
      // By default a batch is what the engine runs at once, however many wait.
      double largest = server.meters().get("facet.inference.batch.size").summary().max();
      assertEquals(WatchedEmbedder.MAX_BATCH, largest);
    }
  }

  private static StreamClient flood(TestServer server) {
    StreamClient stream = StreamClient.open(server.streams());
    for (int i = 0; i < ITEMS; i++) {
      stream.send(
          EmbedStreamRequest.newBuilder()
              .setImage(Drawings.raw(1))
              .setPriority(Priority.PRIORITY_INTERACTIVE)
              .build());
    }
    return stream;
  }

  /** The first batches take their time, the others wait until they are let go. */
  private void hold(CountDownLatch gate) throws InterruptedException {
    if (timed.getCount() > 0) {
      // The other batches come after this one: the whole time passes.
      var unused = timed.await(BATCH.toNanos(), TimeUnit.NANOSECONDS);
      timed.countDown();
    } else {
      gate.await();
    }
  }
}
