package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.FaceImage;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages over the limit. gRPC refuses them before they are read, with a status of its own. */
class MessageLimitTest {

  private static final FaceImage LARGE = Drawings.encoded(new byte[70_000]);

  private final TestServer server;

  MessageLimitTest(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    server = new TestServer(repository, "limits.max-message-bytes", "64 KiB");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void callWithALargeMessage_isRefused_andTheServerGoesOn() {
    EmbedRequest large = EmbedRequest.newBuilder().setImage(LARGE).build();

    assertTooLarge(assertThrows(Exception.class, () -> server.embeddings().embed(large)));

    assertServerGoesOn();
  }

  @Test
  void streamWithALargeMessage_endsWithTheSameStatus_andTheServerGoesOn() {
    StreamClient stream = StreamClient.open(server.streams());
    stream.send(item(LARGE));

    assertTooLarge(assertThrows(ExecutionException.class, stream::awaitEnd));
    assertServerGoesOn();
  }

  @Test
  void streamThatHasReplies_isCutByALargeMessage_andTheServerGoesOn() throws Exception {
    StreamClient stream = StreamClient.open(server.streams());
    stream.send(item(Drawings.raw(1)));
    stream.awaitFirst();

    stream.send(item(LARGE));

    ExecutionException cut = assertThrows(ExecutionException.class, stream::awaitEnd);
    assertEquals(Code.CANCELLED, Status.fromThrowable(cut).getCode());
    assertServerGoesOn();
  }

  private static void assertTooLarge(Throwable refused) {
    Status status = Status.fromThrowable(refused);
    assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode());
    assertEquals("gRPC message exceeds maximum size 65536: 70008", status.getDescription());
  }

  private void assertServerGoesOn() {
    TestServer.await(0, server::admitted);
    EmbedRequest request = EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();
    assertEquals(1, server.embeddings().embed(request).getModel().getVersion());
  }

  private static EmbedStreamRequest item(FaceImage image) {
    return EmbedStreamRequest.newBuilder().setImage(image).build();
  }
}
