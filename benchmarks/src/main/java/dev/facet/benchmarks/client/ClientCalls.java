package dev.facet.benchmarks.client;

import dev.facet.benchmarks.server.ServerProcess;
import dev.facet.client.EmbeddingStream;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.StreamOptions;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * The ways to embed a face, each beside the others against a server in a process of its own that
 * answers at once with the same 256 values. Faces a second; an operation is a face.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the methods that set the fields
public class ClientCalls {

  /** Of a photo of LFW. */
  private static final int BYTES = 8_300;

  /** Faces of one invocation where many are embedded together. */
  private static final int FACES = 1_000;

  /** Faces under way in all that is not one call after the other. */
  private static final int UNDER_WAY = 64;

  private static final int CALLERS = 64;
  private static final int DEADLINE_SECONDS = 10;
  private static final int SHARED_STREAMS = 2;

  private final byte[] photo = new byte[BYTES];
  private Path log;
  private ServerProcess server;
  private ManagedChannel channel;
  private EmbeddingServiceBlockingStub stub;
  private FacetClient client;
  private FacetClient sharing;

  /** Starts the server, and connects. */
  @Setup
  public void start() throws IOException {
    new Random(1).nextBytes(photo);
    log = Files.createTempFile("facet-bench-client", ".log");
    server = ServerProcess.start(ServerProcess.Kind.ECHO, Map.of(), log);
    channel = Grpc.newChannelBuilder(server.address(), InsecureChannelCredentials.create()).build();
    stub = EmbeddingServiceGrpc.newBlockingStub(channel);
    client = FacetClient.builder(server.address()).plaintext().build();
    sharing =
        FacetClient.builder(server.address()).plaintext().sharedStreams(SHARED_STREAMS).build();
  }

  /** Stops it. */
  @TearDown
  public void stop() throws IOException {
    sharing.close();
    client.close();
    channel.shutdownNow();
    server.close();
    Files.delete(log);
  }

  /** By the generated stub, to an array of floats, as a careful caller would write it. */
  @Benchmark
  public float[] stubCall() {
    EmbedResponse response =
        stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .embed(
                EmbedRequest.newBuilder()
                    .setImage(
                        dev.facet.v1.FaceImage.newBuilder()
                            .setEncoded(com.google.protobuf.ByteString.copyFrom(photo)))
                    .build());
    float[] values = new float[response.getEmbedding().getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = response.getEmbedding().getValues(i);
    }
    return values;
  }

  /** By the client, one call after the other. */
  @Benchmark
  public FaceEmbedding call() {
    return client.embed(FaceImage.of(photo));
  }

  /** By the client, a call for each of many threads' faces. */
  @Benchmark
  @Threads(CALLERS)
  public FaceEmbedding callOfManyThreads() {
    return client.embed(FaceImage.of(photo));
  }

  /** The same, and the threads share streams. */
  @Benchmark
  @Threads(CALLERS)
  public FaceEmbedding sharedStreamOfManyThreads() {
    return sharing.embed(FaceImage.of(photo));
  }

  /** By the client, a call for each face, without waiting for it. */
  @Benchmark
  @OperationsPerInvocation(FACES)
  public void asyncCalls() throws InterruptedException {
    embedAsync(client);
  }

  /** The same by shared streams. */
  @Benchmark
  @OperationsPerInvocation(FACES)
  public void asyncSharedStreams() throws InterruptedException {
    embedAsync(sharing);
  }

  /** By a stream that the caller opens. */
  @Benchmark
  @OperationsPerInvocation(FACES)
  public void explicitStream() {
    try (EmbeddingStream stream = client.openStream(client.options(), UNDER_WAY)) {
      for (int face = 0; face < FACES; face++) {
        CompletableFuture<FaceEmbedding> unused = stream.submit(FaceImage.of(photo));
      }
    }
  }

  /** As the results of a Java stream. */
  @Benchmark
  @OperationsPerInvocation(FACES)
  public long embedAll() {
    return client
        .embedAll(
            Stream.generate(() -> photo).limit(FACES),
            FaceImage::of,
            StreamOptions.of(client.options()).withMaxInFlight(UNDER_WAY))
        .filter(face -> face.result().embedding().isPresent())
        .count();
  }

  private void embedAsync(FacetClient client) throws InterruptedException {
    Semaphore places = new Semaphore(UNDER_WAY);
    for (int face = 0; face < FACES; face++) {
      places.acquire();
      CompletableFuture<FaceEmbedding> unused =
          client
              .embedAsync(FaceImage.of(photo))
              .whenComplete((embedding, failure) -> places.release());
    }
    places.acquire(UNDER_WAY);
  }
}
