package dev.facet.benchmarks.server;

import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.Embedding;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.ModelRef;
import dev.facet.v1.Timing;
import io.grpc.stub.StreamObserver;
import java.util.stream.IntStream;

/** Answers every face at once with an embedding of 256 values that is always the same. */
final class EchoService extends EmbeddingServiceGrpc.EmbeddingServiceImplBase {

  private static final int DIMENSION = 256;

  private final Embedding embedding =
      Embedding.newBuilder()
          .addAllValues(IntStream.range(0, DIMENSION).mapToObj(i -> 1f / (1 + i)).toList())
          .build();
  private final ModelRef model =
      ModelRef.newBuilder().setName("echo").setVersion(1).setDigest("0".repeat(64)).build();
  private final Timing timing =
      Timing.newBuilder()
          .setQueueMicros(1_000)
          .setPreprocessMicros(1_000)
          .setInferenceMicros(1_000)
          .setBatchSize(1)
          .build();
  private final EmbedResponse response =
      EmbedResponse.newBuilder().setEmbedding(embedding).setModel(model).setTiming(timing).build();

  @Override
  public void embed(EmbedRequest request, StreamObserver<EmbedResponse> observer) {
    observer.onNext(response);
    observer.onCompleted();
  }

  @Override
  public StreamObserver<EmbedStreamRequest> embedStream(
      StreamObserver<EmbedStreamResponse> observer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(EmbedStreamRequest request) {
        observer.onNext(
            EmbedStreamResponse.newBuilder()
                .setCorrelationId(request.getCorrelationId())
                .setEmbedding(embedding)
                .setModel(model)
                .setTiming(timing)
                .build());
      }

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {
        observer.onCompleted();
      }
    };
  }
}
