package dev.facet.cli.face;

import dev.facet.client.EmbeddedFaces;
import dev.facet.client.EmbeddingStream;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.StreamOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Embeds by a server, through one stream; the stream bounds what is under way. */
public final class RemoteEmbedder implements Embedder {
  /**
   * How long a server may answer nothing, or have no room for a photo beside other callers' work.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ServerFailure failure;
  private final FacetClient client;
  private final EmbeddingStream stream;

  /**
   * An embedder by the default model of a server.
   *
   * @param server what the messages call it
   * @param client closed with this embedder
   */
  public RemoteEmbedder(String server, FacetClient client) {
    this.failure = new ServerFailure(server);
    this.client = client;
    this.stream =
        client.openStream(
            client.options().withDeadline(PATIENCE), StreamOptions.DEFAULT_MAX_IN_FLIGHT);
  }

  @Override
  public CompletableFuture<List<EmbeddedFace>> embed(Photo photo) {
    try {
      return faces(RemotePhoto.read(photo), photo.place())
          .exceptionallyCompose(
              thrown -> CompletableFuture.failedFuture(failure.translated(thrown)));
    } catch (PhotoException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<List<EmbeddedFace>> faces(FaceImage image, FacePlace place) {
    return place instanceof FacePlace.Sought sought
        ? stream.submitPhoto(image, sought.wanted()).thenCompose(RemoteEmbedder::found)
        : stream
            .submit(image)
            .thenApply(embedding -> List.of(new EmbeddedFace(embedding, Optional.empty())));
  }

  private static CompletionStage<List<EmbeddedFace>> found(EmbeddedFaces photo) {
    if (photo.faces().isEmpty()) {
      return CompletableFuture.failedFuture(new NoFaceException());
    }
    return CompletableFuture.completedFuture(
        photo.faces().stream()
            .map(face -> new EmbeddedFace(face.embedding(), Optional.of(face.detected())))
            .toList());
  }

  @Override
  public void close() {
    stream.close();
    client.close();
  }
}
