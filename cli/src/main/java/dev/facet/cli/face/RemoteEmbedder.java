package dev.facet.cli.face;

import dev.facet.client.CompareOptions;
import dev.facet.client.DetectOptions;
import dev.facet.client.EmbedOptions;
import dev.facet.client.EmbeddedFaces;
import dev.facet.client.EmbeddingStream;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.FacetException;
import dev.facet.client.StreamOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Embeds by a server, through one stream; the stream bounds what is under way. */
public final class RemoteEmbedder implements Embedder {
  /**
   * How long a server may answer nothing, or have no room for a photo beside other callers' work.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Optional<String> NOT_CALIBRATED = Optional.of("NOT_CALIBRATED");

  private final String server;
  private final ServerFailure failure;
  private final FacetClient client;
  private final EmbedOptions options;
  private final EmbeddingStream stream;

  /**
   * An embedder by the default model of a server.
   *
   * @param server what the messages call it
   * @param client closed with this embedder
   */
  public RemoteEmbedder(String server, FacetClient client) {
    this.server = server;
    this.failure = new ServerFailure(server);
    this.client = client;
    this.options = client.options().withDeadline(PATIENCE);
    this.stream = client.openStream(options, StreamOptions.DEFAULT_MAX_IN_FLIGHT);
  }

  @Override
  public CompletableFuture<List<EmbeddedFace>> embed(Photo photo) {
    if (photo.place() instanceof FacePlace.Sought sought) {
      return embedFaces(photo.file(), sought.wanted()).thenCompose(EmbeddedFace::allOf);
    }
    return start(photo, stream::submit)
        .thenApply(embedding -> List.of(new EmbeddedFace(embedding, Optional.empty())));
  }

  @Override
  public CompletableFuture<EmbeddedFaces> embedFaces(Path photo, DetectOptions wanted) {
    return start(
        new Photo(photo, new FacePlace.Sought(wanted)), image -> stream.submitPhoto(image, wanted));
  }

  private <R> CompletableFuture<R> start(
      Photo photo, Function<FaceImage, CompletableFuture<R>> call) {
    try {
      return call.apply(RemotePhoto.read(photo))
          .exceptionallyCompose(
              thrown -> CompletableFuture.failedFuture(failure.translated(thrown)));
    } catch (PhotoException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Servers tell thresholds with decisions only: one is asked for, whatever it decides. */
  @Override
  public double threshold(FaceEmbedding embedding, double maxFar) throws IOException {
    try {
      return client
          .compare(embedding, embedding, CompareOptions.of(options).withMaxFar(maxFar))
          .decision()
          .orElseThrow(() -> new IOException(server + ": too old to decide by a FAR"))
          .threshold();
    } catch (FacetException e) {
      if (e.reason().equals(NOT_CALIBRATED)) {
        throw new NotCalibratedException(embedding.model(), maxFar, e);
      }
      throw failure.ofCall(e);
    }
  }

  @Override
  public void close() {
    stream.close();
    client.close();
  }
}
