package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.Priority;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream that sends as fast as it may, and a call beside it. The one worker waits before each
 * batch for the test, so that it is the order of turns that decides, not the speed of anything.
 */
class FairCallsTest {

  private static final int MAX_IN_FLIGHT = 64;
  private static final int BATCH = 4;

  /** How many items are let in to be worked on: two batches, and one for the thread before. */
  private static final int PLACES = 2 * BATCH + 1;

  private static final int SENT = 1_000;

  private final Semaphore batches = new Semaphore(0);
  private final Path repository;

  FairCallsTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void callBesideAFloodingStream_waitsForThoseThatAreWorkedOnOnly_thoughNoMoreUrgent()
      throws Exception {
    try (TestServer server = server()) {
      StreamClient flood = flood(server);

      Future<EmbedResponse> call = callInQueue(server, Priority.PRIORITY_BULK, MAX_IN_FLIGHT);
      // The batch that had begun, with as many as were ready by then; the whole batches of those
      // that were let in as well; and its own.
      int begun = runBatch(server, 1);
      for (int batch = 2; batch <= 2 + (PLACES - begun) / BATCH; batch++) {
        runBatch(server, batch);
      }

      assertEquals(BATCH, call.get(60, TimeUnit.SECONDS).getTiming().getBatchSize());
      batches.release(SENT);
      assertEquals(SENT, flood.awaitEnd().size());
    }
  }

  @Test
  void floodingStream_isReadUpToItsItemsInFlight_andNoFurther() throws Exception {
    try (TestServer server = server()) {
      StreamClient flood = flood(server);
      for (int i = 0; i < 100; i++) {
        assertTrue(received(server) <= MAX_IN_FLIGHT, () -> "read: " + received(server));
        // Beside it the server answers whatever needs no engine.
        new Admin(server, "face").get(1);
      }
      assertEquals(MAX_IN_FLIGHT, server.admitted());

      batches.release(SENT);
      assertEquals(SENT, flood.awaitEnd().size());
      assertEquals(SENT, received(server));
      TestServer.await(0, server::admitted);
    }
  }

  @Test
  void floodBeyondTheQueue_isReadNoFurtherThanItsRefusals_andLeavesRoomForCalls() throws Exception {
    int capacity = 16;
    try (TestServer server =
        server(
            "batching.queue-capacity",
            String.valueOf(capacity),
            "limits.max-batch-images",
            String.valueOf(capacity))) {
      StreamClient flood = flood(server, capacity);
      TestServer.await(MAX_IN_FLIGHT, () -> received(server));
      for (int i = 0; i < 100; i++) {
        new Admin(server, "face").get(1);
        assertEquals(MAX_IN_FLIGHT, received(server), "no item is answered but with a refusal");
      }
      assertEquals(MAX_IN_FLIGHT - capacity, server.count("facet.rejected"));

      Future<EmbedResponse> call = callInQueue(server, Priority.PRIORITY_INTERACTIVE, capacity);
      // The batch that has begun, and the next.
      batches.release(2);
      assertEquals(BATCH, call.get(60, TimeUnit.SECONDS).getTiming().getBatchSize());

      batches.release(SENT);
      List<EmbedStreamResponse> replies = flood.awaitEnd();
      assertEquals(SENT, replies.size());
      long refused = replies.stream().filter(EmbedStreamResponse::hasError).count();
      long embedded = SENT - refused;
      // Each item that is embedded wins one credit back, which may be refused again.
      assertTrue(
          refused <= MAX_IN_FLIGHT + embedded,
          () -> refused + " refused, " + embedded + " embedded");
    }
  }

  /** A server whose worker has begun a batch of the stream and waits, as all its other items do. */
  private StreamClient flood(TestServer server) {
    return flood(server, MAX_IN_FLIGHT);
  }

  private static StreamClient flood(TestServer server, int admitted) {
    StreamClient flood = StreamClient.open(server.streams());
    EmbedStreamRequest item = EmbedStreamRequest.newBuilder().setImage(Drawings.raw(2)).build();
    for (int i = 0; i < SENT; i++) {
      flood.send(item);
    }
    flood.halfClose();
    TestServer.await(admitted, server::admitted);
    awaitTensors(server, PLACES);
    return flood;
  }

  /**
   * A call whose item waits: an interactive one for the engine, another at the gate.
   *
   * @param before items that were admitted before it
   */
  private static Future<EmbedResponse> callInQueue(
      TestServer server, Priority priority, int before) {
    EmbedRequest request =
        EmbedRequest.newBuilder().setImage(Drawings.raw(1)).setPriority(priority).build();
    Future<EmbedResponse> call =
        EmbeddingServiceGrpc.newFutureStub(server.channel()).embed(request);
    // Each thread takes up the next item once it has handed this one over.
    var unused = EmbeddingServiceGrpc.newFutureStub(server.channel()).embed(request);
    TestServer.await(before + 2, server::admitted);
    if (priority == Priority.PRIORITY_INTERACTIVE) {
      awaitTensors(server, PLACES + 2);
    }
    return call;
  }

  private static void awaitTensors(TestServer server, int items) {
    TestServer.await(items, () -> server.meters().get("facet.preprocess.time").timer().count());
  }

  /**
   * Lets a batch run, and waits until others have taken the places of its items: the next must not
   * begin without those that could be in it.
   *
   * @param number of the batch, 1 for the first
   * @return number of items of all batches so far
   */
  private int runBatch(TestServer server, int number) {
    batches.release();
    DistributionSummary sizes = server.meters().get("facet.inference.batch.size").summary();
    TestServer.await(number, sizes::count);
    Timer tensors = server.meters().get("facet.preprocess.time").timer();
    TestServer.await(PLACES, () -> tensors.count() - sizes.totalAmount());
    return (int) sizes.totalAmount();
  }

  private static double received(TestServer server) {
    return server.count("grpc.server.requests.received", "method", "EmbedStream");
  }

  private TestServer server(String... flags) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "preprocess.threads",
                "1",
                "batching.workers",
                "1",
                "batching.max-batch-size",
                String.valueOf(BATCH),
                "stream.max-in-flight",
                String.valueOf(MAX_IN_FLIGHT)));
    all.addAll(List.of(flags));
    return new TestServer(
        WatchedEmbedder.loader((device, faces) -> batches.acquire()),
        repository,
        all.toArray(String[]::new));
  }
}
