package dev.facet.cli.face;

import dev.facet.client.CompareOptions;
import dev.facet.client.Comparison;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.FacetException;
import java.io.IOException;
import java.time.Duration;

/** Compares the faces of two photos by the default model of a server. */
public final class RemoteComparer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ServerFailure failure;
  private final FacetClient client;

  /**
   * A comparer by a server.
   *
   * @param server what the messages call it
   * @param client closed with this comparer
   */
  public RemoteComparer(String server, FacetClient client) {
    this.failure = new ServerFailure(server);
    this.client = client;
  }

  /**
   * Compares two photos whose faces are known, or are both to be found.
   *
   * @param options what is to be decided; which faces are sought is told by the photos
   * @throws IOException where a photo cannot be read, the server does not answer, or it refuses a
   *     photo, such as one without a face
   * @throws FacetException where the server refuses in other ways
   */
  public Comparison compare(Photo first, Photo second, CompareOptions options) throws IOException {
    CompareOptions asked =
        first.place() instanceof FacePlace.Sought sought
            ? options.withDetect(sought.wanted())
            : options;
    FaceImage a = image(first);
    FaceImage b = image(second);
    try {
      return client.compare(a, b, asked);
    } catch (FacetException e) {
      throw failure.ofCall(e);
    }
  }

  /** Nothing to decide; with the patience of commands. */
  public CompareOptions options() {
    return CompareOptions.of(client.options().withDeadline(PATIENCE));
  }

  private static FaceImage image(Photo photo) throws IOException {
    try {
      return RemotePhoto.read(photo);
    } catch (PhotoException e) {
      throw new IOException(photo.name() + ": " + e.reason(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
