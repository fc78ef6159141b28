package dev.facet.cli.face;

import dev.facet.client.EmbeddingStream;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.FacetException;
import dev.facet.client.StreamOptions;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Point;
import io.grpc.Status.Code;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Embeds by a server, through one stream; the stream bounds what is under way. */
public final class RemoteEmbedder implements Embedder {
  /** What a server answers where the next photo may fare better. */
  private static final Set<Code> PHOTO_CODES =
      EnumSet.of(Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED, Code.INTERNAL);

  /**
   * How long a server may answer nothing, or have no room for a photo beside other callers' work.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String server;
  private final FacetClient client;
  private final EmbeddingStream stream;

  /**
   * An embedder by the default model of a server.
   *
   * @param server what the messages call it
   * @param client closed with this embedder
   */
  public RemoteEmbedder(String server, FacetClient client) {
    this.server = server;
    this.client = client;
    this.stream =
        client.openStream(
            client.options().withDeadline(PATIENCE), StreamOptions.DEFAULT_MAX_IN_FLIGHT);
  }

  @Override
  public CompletableFuture<FaceEmbedding> embed(Photo photo) {
    FaceImage image;
    try {
      image = FaceImage.read(photo.file());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new PhotoException(FileFailure.reason(e), e));
    }
    Landmarks landmarks = photo.landmarks();
    if (landmarks != null) {
      image = image.withLandmarks(onTheWire(landmarks));
    }
    return stream
        .submit(image)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(translated(failure)));
  }

  private Throwable translated(Throwable thrown) {
    if (!(thrown instanceof FacetException failure)) {
      return thrown;
    }
    if (PHOTO_CODES.contains(failure.code())) {
      return new PhotoException(String.valueOf(failure.getMessage()), failure);
    }
    if (failure.code() == Code.UNAVAILABLE) {
      return new IOException(
          server + ": cannot be reached, or shuts down (expected: a running facet serve)", failure);
    }
    return failure;
  }

  private static dev.facet.client.Landmarks onTheWire(Landmarks landmarks) {
    return new dev.facet.client.Landmarks(
        onTheWire(landmarks.leftEye()),
        onTheWire(landmarks.rightEye()),
        onTheWire(landmarks.nose()),
        onTheWire(landmarks.leftMouth()),
        onTheWire(landmarks.rightMouth()));
  }

  private static dev.facet.client.Point onTheWire(Point point) {
    return new dev.facet.client.Point(point.x(), point.y());
  }

  @Override
  public void close() {
    stream.close();
    client.close();
  }
}
