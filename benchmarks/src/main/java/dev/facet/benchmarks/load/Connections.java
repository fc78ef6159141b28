package dev.facet.benchmarks.load;

import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.stream.Stream;

/**
 * Connections to a server: one for each stream and one for the unary calls, so that none waits for
 * another's bytes. They repeat nothing, and answers are taken on the threads that read them.
 */
public final class Connections implements AutoCloseable {

  private final List<ManagedChannel> streams;
  private final ManagedChannel unary;

  /**
   * Makes them; each connects with its first call.
   *
   * @param address host and port
   * @param streams number of streams, 0 or above
   */
  public Connections(String address, int streams) {
    this.streams = Stream.generate(() -> connection(address)).limit(streams).toList();
    this.unary = connection(address);
  }

  private static ManagedChannel connection(String address) {
    return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
        .directExecutor()
        .disableRetry()
        .disableServiceConfigLookUp()
        .build();
  }

  /** A stub on each of the connections for streams. */
  public List<EmbeddingServiceStub> streams() {
    return streams.stream().map(EmbeddingServiceGrpc::newStub).toList();
  }

  EmbeddingServiceStub unary() {
    return EmbeddingServiceGrpc.newStub(unary);
  }

  @Override
  public void close() {
    streams.forEach(ManagedChannel::shutdownNow);
    unary.shutdownNow();
  }
}
