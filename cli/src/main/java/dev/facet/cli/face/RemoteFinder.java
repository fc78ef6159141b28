package dev.facet.cli.face;

import dev.facet.client.DetectOptions;
import dev.facet.client.Detections;
import dev.facet.client.EmbedOptions;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Finds faces by the default detector of a server. */
public final class RemoteFinder implements FaceFinder {
  private static final int MOST_UNDER_WAY = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ServerFailure failure;
  private final FacetClient client;
  private final DetectOptions wanted;
  private final EmbedOptions options;
  private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);

  /**
   * A finder by a server.
   *
   * @param server what the messages call it
   * @param client closed with this finder
   * @param wanted which faces
   */
  public RemoteFinder(String server, FacetClient client, DetectOptions wanted) {
    this.failure = new ServerFailure(server);
    this.client = client;
    this.wanted = wanted;
    this.options = client.options().withDeadline(PATIENCE);
  }

  @Override
  public CompletableFuture<Detections> find(Path photo) throws InterruptedException {
    FaceImage image;
    try {
      image = FaceImage.read(photo);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new PhotoException(FileFailure.reason(e), e));
    }
    underWay.acquire();
    return client
        .detectAsync(image, wanted, options)
        .whenComplete((done, thrown) -> underWay.release())
        .exceptionallyCompose(thrown -> CompletableFuture.failedFuture(failure.translated(thrown)));
  }

  /** Closing the client waits for what is under way. */
  @Override
  public void close() {
    client.close();
  }
}
