package dev.facet.client;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.facet.v1.CompareRequest;
import dev.facet.v1.DetectionServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ModelServiceGrpc;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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

  private final @Nullable SharedStreams shared;

  FacetClient(
      Calls calls,
      @Nullable ManagedChannel owned,
      EmbedOptions options,
      @Nullable SharedStreams shared) {
    this.calls = calls;
    this.owned = owned;
    this.options = options;
    this.shared = shared;
  }

  /**
   * Returns a builder of a client with a channel of its own.
   *
   * @param target a gRPC target: {@code host:port}, or a name with a scheme such as {@code
   *     dns:///host:port}. For one with {@code xds:}, which needs gRPC's xDS on the class path, the
   *     control plane says where calls go and how they are repeated, not the builder
   */
  public static FacetClientBuilder builder(String target) {
    return FacetClientBuilder.of(target);
  }

  /**
   * Returns a builder of a client of several servers that serve the same models. Calls go to each
   * in turn ({@link LoadBalancing#ROUND_ROBIN}) unless the builder is told otherwise.
   *
   * @param servers each as {@code host:port}, one or more
   * @throws IllegalArgumentException if there is none, or one is not of that form
   */
  public static FacetClientBuilder builder(List<String> servers) {
    return FacetClientBuilder.of(servers);
  }

  /**
   * Returns a builder of a client on a channel that stays the caller's: {@link #close} leaves it
   * open, and retries, security and name resolution are as the caller set them.
   */
  public static FacetClientBuilder builder(Channel channel) {
    return FacetClientBuilder.of(channel);
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
    return embed(Submission.ofFace(image), options);
  }

  /** Finds all faces of a photo, and embeds them; see {@link #detect(FaceImage)}. */
  public EmbeddedFaces embedFaces(FaceImage photo) {
    return embedFaces(photo, DetectOptions.DEFAULT, options);
  }

  /** Finds faces of a photo, and embeds them; see {@link #detect(FaceImage)}. */
  public EmbeddedFaces embedFaces(FaceImage photo, DetectOptions detect, EmbedOptions options) {
    return UnaryCall.await(embedFacesAsync(photo, detect, options));
  }

  /** Finds faces of a photo, and embeds them, without waiting for it. */
  public CompletableFuture<EmbeddedFaces> embedFacesAsync(
      FaceImage photo, DetectOptions detect, EmbedOptions options) {
    return embed(Submission.ofPhoto(photo, detect), options);
  }

  private <R> CompletableFuture<R> embed(Submission<R> face, EmbedOptions options) {
    return shared == null
        ? embedByCall(face, options)
        : shared.embed(face, options).orElseGet(() -> embedByCall(face, options));
  }

  private <R> CompletableFuture<R> embedByCall(Submission<R> face, EmbedOptions options) {
    return calls.start(
        EmbeddingServiceGrpc.getEmbedMethod(),
        Messages.embedRequest(face, options),
        options.deadline(),
        response -> face.valueOf(Messages.result(response)));
  }

  /**
   * Finds all faces of a photo.
   *
   * @param photo without landmarks; no face is an ordinary answer
   */
  public Detections detect(FaceImage photo) {
    return detect(photo, DetectOptions.DEFAULT);
  }

  /** Finds faces of a photo; see {@link #detect(FaceImage)}. */
  public Detections detect(FaceImage photo, DetectOptions detect) {
    return detect(photo, detect, options);
  }

  /**
   * Finds faces of a photo; see {@link #detect(FaceImage)}.
   *
   * @param options say how urgent it is and what time it may take, and nothing else
   */
  public Detections detect(FaceImage photo, DetectOptions detect, EmbedOptions options) {
    return UnaryCall.await(detectAsync(photo, detect, options));
  }

  /** Finds faces of a photo without waiting for it. */
  public CompletableFuture<Detections> detectAsync(
      FaceImage photo, DetectOptions detect, EmbedOptions options) {
    return calls.start(
        DetectionServiceGrpc.getDetectMethod(),
        DetectionMessages.detectRequest(photo, detect, options.priority()),
        options.deadline(),
        DetectionMessages::detections);
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
    return embedBatch(images, Optional.empty(), options);
  }

  /**
   * Finds faces of many photos, and embeds them, in one call; see {@link #embedBatch(List)}. The
   * results have {@link EmbedResult#faces}.
   */
  public List<EmbedResult> embedBatch(
      List<FaceImage> photos, DetectOptions detect, EmbedOptions options) {
    return UnaryCall.await(embedBatchAsync(photos, detect, options));
  }

  /** Finds faces of many photos, and embeds them, in one call without waiting for it. */
  public CompletableFuture<List<EmbedResult>> embedBatchAsync(
      List<FaceImage> photos, DetectOptions detect, EmbedOptions options) {
    return embedBatch(photos, Optional.of(detect), options);
  }

  private CompletableFuture<List<EmbedResult>> embedBatch(
      List<FaceImage> images, Optional<DetectOptions> detect, EmbedOptions options) {
    int count = images.size();
    return calls.start(
        EmbeddingServiceGrpc.getEmbedBatchMethod(),
        Messages.batchRequest(images, detect, options),
        options.deadline(),
        response -> Messages.results(response, count, detect));
  }

  /** Compares two faces. Embeddings must come from the same model. */
  public Comparison compare(Face first, Face second) {
    return compare(first, second, options);
  }

  /** Compares two faces. Embeddings must come from the same model. */
  public Comparison compare(Face first, Face second, EmbedOptions options) {
    return UnaryCall.await(compareAsync(first, second, options));
  }

  /**
   * Compares two faces, of photos where the options say so, and decides whether they are one
   * person's where they ask. Embeddings must come from the same model.
   */
  public Comparison compare(Face first, Face second, CompareOptions options) {
    return UnaryCall.await(compareAsync(first, second, options));
  }

  /** Compares two faces without waiting for it. */
  public CompletableFuture<Comparison> compareAsync(Face first, Face second, EmbedOptions options) {
    return compareAsync(first, second, CompareOptions.of(options));
  }

  /**
   * Compares two faces without waiting for it; see {@link #compare(Face, Face, CompareOptions)}.
   */
  public CompletableFuture<Comparison> compareAsync(
      Face first, Face second, CompareOptions options) {
    CompareRequest request = Messages.compareRequest(first, second, options);
    return calls.start(
        EmbeddingServiceGrpc.getCompareMethod(),
        request,
        options.embed().deadline(),
        response -> Messages.comparison(request, response));
  }

  /** Opens a stream with at most 64 faces under way. */
  public EmbeddingStream openStream() {
    return openStream(options, StreamOptions.DEFAULT_MAX_IN_FLIGHT);
  }

  /**
   * Opens a stream; it begins its call with its first face.
   *
   * @param maxInFlight number of faces that may be under way at once, 1 or more; the server too has
   *     a bound ({@code stream.max-in-flight}), beyond which it reads no further
   */
  public EmbeddingStream openStream(EmbedOptions options, int maxInFlight) {
    return new EmbeddingStream(session(options, maxInFlight));
  }

  /**
   * Embeds many faces by one stream, with the results in their order; see {@link #embedAll(Stream,
   * Function, StreamOptions)}.
   */
  public Stream<EmbedResult> embedAll(Stream<FaceImage> images) {
    return embedAll(images, Function.identity(), StreamOptions.of(options)).map(Embedded::result);
  }

  /**
   * Embeds many faces by one stream. Faces are taken from their source, one after the other, only
   * as results are pulled, and no more than {@link StreamOptions#maxInFlight} are under way; so the
   * source may be endless. A face that fails is a result like any other, and the stream survives
   * broken connections as an {@link EmbeddingStream} does.
   *
   * <pre>{@code
   * Map<String, FaceImage> gallery = Map.of("ann", FaceImage.read(Path.of("ann.jpg")));
   * try (Stream<Embedded<String>> faces =
   *     client.embedAll(gallery.keySet().stream(), gallery::get, StreamOptions.DEFAULT)) {
   *   faces.forEach(face -> System.out.println(face.source() + " " + face.result().get()));
   * }
   * }</pre>
   *
   * @param image makes an image of a source, on the thread that pulls; what it throws comes out of
   *     the pulling method, and ends all
   * @return sequential; pulls fail with {@link FacetException} if the thread is interrupted. Close
   *     it unless it is pulled to its end: that drops what is under way, and closes the source
   */
  public <T> Stream<Embedded<T>> embedAll(
      Stream<T> sources, Function<? super T, FaceImage> image, StreamOptions options) {
    PulledFaces<T> faces =
        new PulledFaces<>(
            session(options.embed(), options.maxInFlight()),
            sources.iterator(),
            source -> Submission.of(image.apply(source), options.detect()),
            options.ordered());
    return StreamSupport.stream(faces, false).onClose(faces::cancel).onClose(sources::close);
  }

  /**
   * Embeds many faces by one stream for each subscriber, as {@link #embedAll(Stream, Function,
   * StreamOptions)} does. Of its source no more faces are requested than may be under way, results
   * that are not taken included; the subscriber gets no more than it requests. If the source fails,
   * or {@code image} throws, the subscriber gets that. Results come on the common pool, or on the
   * thread that requests.
   *
   * @param image makes an image of a source, on the thread that the source comes on
   */
  public <T> Flow.Publisher<Embedded<T>> embedAll(
      Flow.Publisher<T> sources, Function<? super T, FaceImage> image, StreamOptions options) {
    return subscriber ->
        sources.subscribe(
            new PublishedFaces<>(
                session(options.embed(), options.maxInFlight()),
                source -> Submission.of(image.apply(source), options.detect()),
                options.ordered(),
                requireNonNull(subscriber)));
  }

  private StreamSession session(EmbedOptions options, int maxInFlight) {
    return new StreamSession(calls, Context.current(), options, maxInFlight);
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
    if (shared != null) {
      shared.end();
    }
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
