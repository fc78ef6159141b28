package dev.facet.benchmarks.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.benchmarks.load.Connections;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.FaceImage;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnarySenderTest {

  /** Sends an embedding to each call, and then ends every second one with an error. */
  private static final class HalfFailing extends EmbeddingServiceGrpc.EmbeddingServiceImplBase {

    private int calls;

    @Override
    public void embed(EmbedRequest request, StreamObserver<EmbedResponse> observer) {
      observer.onNext(EmbedResponse.getDefaultInstance());
      if (calls++ % 2 == 0) {
        observer.onCompleted();
      } else {
        observer.onError(Status.DEADLINE_EXCEEDED.asRuntimeException());
      }
    }
  }

  @Test
  void callThatEndsWithAnErrorAfterItsEmbedding_hasFailedOnce()
      throws IOException, InterruptedException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("localhost", 0))
            .directExecutor()
            .addService(new HalfFailing())
            .build()
            .start();
    try (Connections connections = new Connections("localhost:" + server.getPort(), 1)) {
      Outcomes outcomes = new Outcomes(System::nanoTime);
      outcomes.countFrom(System.nanoTime());
      UnarySender sender =
          new UnarySender(
              connections.streams(),
              List.of(FaceImage.getDefaultInstance()),
              Duration.ofMinutes(1),
              outcomes);
      for (int i = 0; i < 4; i++) {
        outcomes.sent();
        sender.send(System.nanoTime());
      }
      assertEquals(0, outcomes.awaitAll(Duration.ofMinutes(1)));
      assertEquals(Map.of(Code.OK, 2L, Code.DEADLINE_EXCEEDED, 2L), outcomes.counts());
    } finally {
      server.shutdownNow();
    }
  }
}
