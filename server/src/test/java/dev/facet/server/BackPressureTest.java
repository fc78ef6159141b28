package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.FaceImage;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that sends without end and takes no reply. */
class BackPressureTest {

  private static final int ITEMS = 20_000;
  private static final int MAX_IN_FLIGHT = 64;

  /** Bytes of replies that the client's side of the connection takes though nobody reads them. */
  private static final int CLIENT_WINDOW = 64 << 10;

  /** Bytes of replies beyond which gRPC says that the call is not ready. */
  private static final int READY_BOUND = 32 << 10;

  /** Has an answer at once, without a permit, so that the stream alone bounds what is read. */
  private static final EmbedStreamRequest ITEM =
      EmbedStreamRequest.newBuilder()
          .setCorrelationId("x".repeat(128))
          .setImage(FaceImage.getDefaultInstance())
          .build();

  private static final EmbedRequest OTHER =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  @Test
  void clientThatReadsNoReplies_isReadNoFurther_untilItDoes(@TempDir Path repository)
      throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    try (TestServer server =
        new TestServer(repository, "stream.max-in-flight", String.valueOf(MAX_IN_FLIGHT))) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(server.server().address())
              .usePlaintext()
              .flowControlWindow(CLIENT_WINDOW)
              .build();
      StreamClient client = StreamClient.openWithoutReading(EmbeddingServiceGrpc.newStub(channel));
      for (int i = 0; i < ITEMS; i++) {
        client.send(ITEM);
      }
      client.halfClose();

      double read = readOnceItStands(server);

      client.readAll();
      List<EmbedStreamResponse> replies = client.awaitEnd();
      assertEquals(ITEMS, replies.size());
      assertEquals(ITEMS, itemsRead(server));
      int unread = (CLIENT_WINDOW + READY_BOUND) / replies.get(0).getSerializedSize();
      double bound = unread + 2 * MAX_IN_FLIGHT;
      assertTrue(read <= bound, () -> read + " items were read (expected: at most " + bound + ")");
      channel.shutdownNow();
    }
  }

  @Test
  void clientThatReadsNoReplies_holdsNoPermit_andGetsEachReplyOnceItReads(@TempDir Path repository)
      throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    try (TestServer server =
        new TestServer(repository, "stream.max-in-flight", String.valueOf(MAX_IN_FLIGHT))) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(server.server().address())
              .usePlaintext()
              .flowControlWindow(CLIENT_WINDOW)
              .build();
      StreamClient client = StreamClient.openWithoutReading(EmbeddingServiceGrpc.newStub(channel));
      Set<String> sent = new HashSet<>();
      double read = 0;
      for (int othersServedMeanwhile = 0; othersServedMeanwhile < 50; othersServedMeanwhile++) {
        assertTrue(sent.size() < ITEMS, "it can send as much as it likes");
        while (client.isReady()) {
          String id = sent.size() + "x".repeat(100);
          sent.add(id);
          client.send(
              EmbedStreamRequest.newBuilder()
                  .setCorrelationId(id)
                  .setImage(Drawings.raw(sent.size(), 12, 12))
                  .build());
        }
        server.embeddings().embed(OTHER);
        if (itemsRead(server) > read || client.isReady()) {
          othersServedMeanwhile = 0;
        }
        read = itemsRead(server);
      }

      TestServer.await(0, server::admitted);
      assertTrue(sent.size() > read, "the client holds the rest");

      client.readAll();
      client.halfClose();
      List<EmbedStreamResponse> replies = client.awaitEnd();
      assertTrue(replies.stream().allMatch(EmbedStreamResponse::hasEmbedding));
      assertEquals(sent.size(), replies.size());
      assertEquals(
          sent,
          replies.stream().map(EmbedStreamResponse::getCorrelationId).collect(Collectors.toSet()));
      int unread = (CLIENT_WINDOW + READY_BOUND) / replies.get(0).getSerializedSize();
      double bound = unread + 2 * MAX_IN_FLIGHT;
      double stood = read;
      assertTrue(
          stood <= bound, () -> stood + " items were read (expected: at most " + bound + ")");
      channel.shutdownNow();
    }
  }

  /** How many items the server has read once it reads no more, though it has time for others. */
  private static double readOnceItStands(TestServer server) {
    double before;
    double read = 0;
    do {
      before = read;
      for (int i = 0; i < 50; i++) {
        server.embeddings().embed(OTHER);
      }
      read = itemsRead(server);
    } while (read == 0 || read > before);
    return read;
  }

  private static double itemsRead(TestServer server) {
    return server.count("grpc.server.requests.received", "method", "EmbedStream");
  }
}
