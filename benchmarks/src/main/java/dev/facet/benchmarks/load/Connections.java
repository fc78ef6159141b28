package dev.facet.benchmarks.load;

import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Connections to a server: some for the streams, which share them evenly, and one for the unary
 * calls, so that these wait for no stream's bytes. They repeat nothing, and answers are taken on
 * the threads that read them.
 */
public final class Connections implements AutoCloseable {

  private final int streams;
  private final List<ManagedChannel> shared;
  private final ManagedChannel unary;

  /**
   * Makes them, one for each stream; each connects with its first call.
   *
   * @param address host and port
   * @param streams number of streams, 0 or above
   */
  public Connections(String address, int streams) {
    this(address, streams, streams);
  }

  /**
   * Makes them; each connects with its first call.
   *
   * @param address host and port
   * @param streams number of streams, 0 or above
   * @param most connections that the streams share, 1 or above where there are streams
   */
  public Connections(String address, int streams, int most) {
    this(() -> connection(address), streams, most);
  }

  /**
   * Makes them.
   *
   * @param connect makes one, which repeats nothing; it is closed here
   * @param streams number of streams, 0 or above
   * @param most connections that the streams share, 1 or above where there are streams
   */
  public Connections(Supplier<ManagedChannel> connect, int streams, int most) {
    this.streams = streams;
    this.shared = Stream.generate(connect).limit(Math.min(streams, most)).toList();
    this.unary = connect.get();
  }

  /**
   * One connection, not encrypted; the caller closes it.
   *
   * @param address host and port
   */
  public static ManagedChannel connection(String address) {
    return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
        .directExecutor()
        .disableRetry()
        .disableServiceConfigLookUp()
        .build();
  }

  /** A stub for each stream, on the connection that it has. */
  public List<EmbeddingServiceStub> streams() {
    return IntStream.range(0, streams)
        .mapToObj(stream -> EmbeddingServiceGrpc.newStub(shared.get(stream % shared.size())))
        .toList();
  }

  /** A stub on the connection for unary calls. */
  public EmbeddingServiceStub unary() {
    return EmbeddingServiceGrpc.newStub(unary);
  }

  /** Closes each as soon as it has no call any more. */
  public void finish() {
    shared.forEach(ManagedChannel::shutdown);
    unary.shutdown();
  }

  @Override
  public void close() {
    shared.forEach(ManagedChannel::shutdownNow);
    unary.shutdownNow();
  }
}
