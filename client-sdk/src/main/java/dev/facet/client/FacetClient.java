package dev.facet.client;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ModelServiceGrpc;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of a Facet server.
 *
 * <pre>{@code
 * try (FacetClient client = FacetClient.builder("localhost:50051").plaintext().build()) {
 *   FaceEmbedding one = client.embed(FaceImage.read(Path.of("one.jpg")));
 *   FaceEmbedding other = client.embed(FaceImage.read(Path.of("other.jpg")));
 *   System.out.println(one.cosineSimilarity(other));
 * }
 * }</pre>
 *
 * <p>Thread-safe; one client serves a whole program. Every method that waits throws {@link
 * FacetException} where the call fails; an interrupt cancels the call, and the thread stays
 * interrupted. A future of an {@code Async} method completes with the same exception; cancelling
 * the future cancels the call. Futures complete on the channel's threads, so that long work on a
 * result belongs into an {@code *Async} stage.
 */
public final class FacetClient implements AutoCloseable {
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

  private final Calls calls;
  private final @Nullable ManagedChannel owned;
  private final EmbedOptions options;

  /** Ends all watches when it is cancelled. */
  private final Context.CancellableContext watches = Context.ROOT.withCancellation();

  FacetClient(Calls calls, @Nullable ManagedChannel owned, EmbedOptions options) {
    this.calls = calls;
    this.owned = owned;
    this.options = options;
  }

  /**
   * Returns a builder of a client with a channel of its own.
   *
   * @param target a gRPC target: {@code host:port}, or a name with a scheme such as {@code
   *     dns:///host:port}
   */
  public static FacetClientBuilder builder(String target) {
    return new FacetClientBuilder(target, null);
  }

  /**
   * Returns a builder of a client on a channel that stays the caller's: {@link #close} leaves it
   * open, and retries, security and name resolution are as the caller set them.
   */
  public static FacetClientBuilder builder(Channel channel) {
    return new FacetClientBuilder(null, channel);
  }

  /** Returns the options of all calls that are made without options of their own. */
  public EmbedOptions options() {
    return options;
  }

  /** Embeds one face. */
  public FaceEmbedding embed(FaceImage image) {
    return embed(image, options);
  }

  /** Embeds one face. */
  public FaceEmbedding embed(FaceImage image, EmbedOptions options) {
    return UnaryCall.await(embedAsync(image, options));
  }

  /** Embeds one face without waiting for it. */
  public CompletableFuture<FaceEmbedding> embedAsync(FaceImage image) {
    return embedAsync(image, options);
  }

  /** Embeds one face without waiting for it. */
  public CompletableFuture<FaceEmbedding> embedAsync(FaceImage image, EmbedOptions options) {
    return calls.start(
        EmbeddingServiceGrpc.getEmbedMethod(),
        Messages.embedRequest(image, options),
        options.deadline(),
        Messages::embedding);
  }

  /**
   * Embeds many faces in one call, each with a result of its own, in the order of the images. The
   * server bounds their number ({@code limits.max-batch-images}, 256 unless changed) and the size
   * of the call; a stream has neither bound.
   */
  public List<EmbedResult> embedBatch(List<FaceImage> images) {
    return embedBatch(images, options);
  }

  /** Embeds many faces in one call; see {@link #embedBatch(List)}. */
  public List<EmbedResult> embedBatch(List<FaceImage> images, EmbedOptions options) {
    return UnaryCall.await(embedBatchAsync(images, options));
  }

  /** Embeds many faces in one call without waiting for it; see {@link #embedBatch(List)}. */
  public CompletableFuture<List<EmbedResult>> embedBatchAsync(
      List<FaceImage> images, EmbedOptions options) {
    int count = images.size();
    return calls.start(
        EmbeddingServiceGrpc.getEmbedBatchMethod(),
        Messages.batchRequest(images, options),
        options.deadline(),
        response -> Messages.results(response, count));
  }

  /** Compares two faces. Embeddings must come from the same model. */
  public Comparison compare(Face first, Face second) {
    return compare(first, second, options);
  }

  /** Compares two faces. Embeddings must come from the same model. */
  public Comparison compare(Face first, Face second, EmbedOptions options) {
    return UnaryCall.await(compareAsync(first, second, options));
  }

  /** Compares two faces without waiting for it. */
  public CompletableFuture<Comparison> compareAsync(Face first, Face second, EmbedOptions options) {
    return calls.start(
        EmbeddingServiceGrpc.getCompareMethod(),
        Messages.compareRequest(first, second, options),
        options.deadline(),
        Messages::comparison);
  }

  /** Opens a stream with at most {@value EmbeddingStream#DEFAULT_MAX_IN_FLIGHT} faces under way. */
  public EmbeddingStream openStream() {
    return openStream(options, EmbeddingStream.DEFAULT_MAX_IN_FLIGHT);
  }

  /**
   * Opens a stream.
   *
   * @param maxInFlight number of faces that may be under way at once, 1 or more; the server too has
   *     a bound ({@code stream.max-in-flight}), beyond which it reads no further
   */
  public EmbeddingStream openStream(EmbedOptions options, int maxInFlight) {
    return new EmbeddingStream(calls, options, maxInFlight);
  }

  /** Lists all versions of all models. */
  public ModelList models() {
    return UnaryCall.await(modelsAsync());
  }

  /** Lists all versions of all models without waiting for it. */
  public CompletableFuture<ModelList> modelsAsync() {
    return calls.start(
        ModelServiceGrpc.getListModelsMethod(),
        ListModelsRequest.getDefaultInstance(),
        options.deadline(),
        ModelMessages::modelList);
  }

  /**
   * Watches the versions of all models, until the watch or the client is closed. The consumer is
   * told of every version as it is, then whenever one changes. Where the connection is lost or the
   * server restarts, the watch comes back by itself, however long that takes, and tells what has
   * changed meanwhile. Of changes that follow quickly on each other, or happen meanwhile, it may
   * leave out the earlier ones of a version, never the last.
   *
   * @param consumer called on a thread that the watch has for itself, so one change after the
   *     other, in order; it may take its time. If it throws, the watch ends, and {@link
   *     ModelWatch#ended} says with what
   */
  public ModelWatch watchModels(Consumer<ModelVersion> consumer) {
    return ModelWatch.start(calls, watches, consumer);
  }

  /** Returns what changes the server's models. Each of its calls has five minutes. */
  public ModelAdmin modelAdmin() {
    return new ModelAdmin(calls, ModelAdmin.DEFAULT_DEADLINE);
  }

  /**
   * Ends all watches, and closes the client's own channel: takes no new calls, lets those under way
   * finish for at most five seconds, then cancels them. Idempotent. A channel that was passed in is
   * left alone.
   */
  @Override
  public void close() {
    watches.cancel(null);
    if (owned == null) {
      return;
    }
    owned.shutdown();
    try {
      if (!owned.awaitTermination(CLOSE_GRACE.toNanos(), NANOSECONDS)) {
        owned.shutdownNow();
      }
    } catch (InterruptedException e) {
      owned.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
