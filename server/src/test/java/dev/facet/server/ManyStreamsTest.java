package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyStreamsTest {

  private static final int STREAMS = 2_000;
  private static final int CONNECTIONS = 4;

  @Test
  void thousandsOfStreams_areAllAnswered_andNothingOfThemIsKept(@TempDir Path repository)
      throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    TinyModel.write(repository, "face", 2, 2);
    List<ManagedChannel> channels = new ArrayList<>();
    try (TestServer server =
        new TestServer(
            repository,
            "models.activation",
            "true",
            "models.live",
            "",
            "batching.queue-capacity",
            String.valueOf(STREAMS))) {
      List<StreamClient> streams = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        ManagedChannel channel = server.newChannel();
        channels.add(channel);
        EmbeddingServiceStub stub = EmbeddingServiceGrpc.newStub(channel);
        for (int j = 0; j < STREAMS / CONNECTIONS; j++) {
          streams.add(StreamClient.open(stub));
        }
      }
      for (int i = 0; i < STREAMS; i++) {
        streams.get(i).send(item(i));
      }
      for (int i = 0; i < STREAMS; i++) {
        assertEquals(String.valueOf(i), streams.get(i).awaitFirst().getCorrelationId());
      }
      assertEquals(STREAMS, server.openCalls());
      Admin face = new Admin(server, "face");
      face.activate(1);
      assertEquals(2, server.meters().get("facet.loaded.versions").gauge().value(), "held");

      streams.forEach(StreamClient::halfClose);
      for (StreamClient stream : streams) {
        assertEquals(1, stream.awaitEnd().size());
      }

      TestServer.await(STREAMS, () -> server.ended("EmbedStream", Code.OK));
      TestServer.await(0, server::openCalls);
      TestServer.await(0, server::admitted);
      // The version that they held is not live any more, so that it goes with the last of them.
      TestServer.await(1, () -> server.meters().get("facet.loaded.versions").gauge().value());
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private static EmbedStreamRequest item(int id) {
    return EmbedStreamRequest.newBuilder()
        .setCorrelationId(String.valueOf(id))
        .setImage(Drawings.raw(id))
        .setHoldVersion(true)
        .build();
  }
}
