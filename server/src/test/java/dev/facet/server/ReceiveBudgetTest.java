package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.FaceImage;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are begun and not finished. */
class ReceiveBudgetTest {

  private static final int MOST = 64 << 10;
  private static final int PART = 40_000;

  private static final FaceImage SMALL = Drawings.raw(1, 60, 60);
  private static final FaceImage LARGE = Drawings.encoded(new byte[60_000]);

  private final TestServer server;

  ReceiveBudgetTest(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    server =
        new TestServer(
            repository, "limits.max-message-bytes", "64 KiB", "limits.receiving-bytes", "64 KiB");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void messagesThatAreNeverFinished_takeNoMoreThanTheLimit_andNothingOnceTheirConnectionEnds()
      throws Exception {
    UnfinishedCall first = unfinished();
    TestServer.await(PART, this::receiving);

    UnfinishedCall second = unfinished();
    TestServer.await(1, this::refused);
    TestServer.await(PART, this::receiving);
    second.cut();

    StatusRuntimeException large =
        assertThrows(StatusRuntimeException.class, () -> server.embeddings().embed(call(LARGE)));
    assertEquals(Code.RESOURCE_EXHAUSTED, large.getStatus().getCode());
    assertEquals(
        "messages of which a part has come take more than "
            + MOST
            + " bytes of the server; try again later",
        large.getStatus().getDescription());
    assertEquals(PART, receiving());
    assertTrue(server.embeddings().embed(call(SMALL)).hasEmbedding(), "there is room for it");

    first.cut();
    TestServer.await(0, this::receiving);
    assertEquals(
        Code.INVALID_ARGUMENT,
        Status.fromThrowable(
                assertThrows(
                    StatusRuntimeException.class, () -> server.embeddings().embed(call(LARGE))))
            .getCode(),
        "it is read, and is no image");
    assertEquals(2, refused());
  }

  @Test
  void messagesThatWereRead_takeNothing() throws Exception {
    StreamClient stream = StreamClient.open(server.streams());
    for (int i = 0; i < 4; i++) {
      stream.send(EmbedStreamRequest.newBuilder().setImage(LARGE).build());
      assertTrue(stream.next().hasError());
    }
    assertEquals(0, receiving());
    assertEquals(0, refused());
  }

  private UnfinishedCall unfinished() throws Exception {
    return new UnfinishedCall(server.server().address(), MOST, PART);
  }

  private static EmbedRequest call(FaceImage image) {
    return EmbedRequest.newBuilder().setImage(image).build();
  }

  private double receiving() {
    return server.meters().get("facet.receiving").gauge().value();
  }

  private double refused() {
    return server.meters().get("facet.receiving.refused").counter().count();
  }
}
