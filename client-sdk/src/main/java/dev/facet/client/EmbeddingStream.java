package dev.facet.client;

import io.grpc.Status;
import java.util.concurrent.CompletableFuture;

/**
 * A stream of faces: the way to embed many. Each face has a future of its own, which completes as
 * soon as its reply is there, in any order; a face that fails fails alone. Single faces and photos
 * may go by the same stream.
 *
 * <pre>{@code
 * List<CompletableFuture<FaceEmbedding>> embeddings = new ArrayList<>();
 * try (EmbeddingStream stream = client.openStream()) {
 *   for (Path file : files) {
 *     embeddings.add(stream.submit(FaceImage.read(file)));
 *   }
 * }
 * }</pre>
 *
 * <p>Unless the client was built with one attempt only, the stream survives what happens to servers
 * and connections. Where the call breaks, or nothing is answered for half of the options' deadline,
 * another call takes it up, on another server where there are several, and the faces that are not
 * answered are sent again; each future completes once. A face that the server cannot take now is
 * sent again after the time that the server asks for. The stream is given up, and every future that
 * waits fails, and so does that of every later {@link #submit}, where nothing was answered for the
 * whole deadline, where a server cannot be reached that never answered, or where the call fails for
 * a reason that will not pass.
 *
 * <p>Thread-safe. Futures complete on the common pool, never on the thread that reads replies: what
 * follows on a future may submit again.
 */
public final class EmbeddingStream implements AutoCloseable {
  private final StreamSession session;

  EmbeddingStream(StreamSession session) {
    this.session = session;
  }

  /**
   * Sends a face. Waits while as many faces as allowed are under way, or while the connection takes
   * no more; an interrupt ends the wait.
   *
   * <p>Cancelling the future does not recall the face: it stays under way until the server answers.
   *
   * @throws IllegalStateException if the stream is closed
   * @throws FacetException if the thread was interrupted; it stays interrupted, and the face was
   *     not sent
   */
  public CompletableFuture<FaceEmbedding> submit(FaceImage image) {
    return submit(Submission.ofFace(image));
  }

  /**
   * Sends a photo, whose faces are found first; waits and fails as {@link #submit} does. It counts
   * as one face, however many it has.
   *
   * @param photo without landmarks; no face is an ordinary answer
   */
  public CompletableFuture<EmbeddedFaces> submitPhoto(FaceImage photo, DetectOptions detect) {
    return submit(Submission.ofPhoto(photo, detect));
  }

  private <R> CompletableFuture<R> submit(Submission<R> face) {
    try {
      return session.submit(face);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.local(Status.Code.CANCELLED, "interrupted", e);
    }
  }

  /** Drops the faces that are under way: their futures fail with {@code CANCELLED}. Idempotent. */
  public void cancel() {
    session.cancel("the stream was cancelled");
  }

  /**
   * Takes no more faces, and waits until all futures are complete. Where nothing is answered for
   * the deadline of the stream's options, what is left fails with {@code DEADLINE_EXCEEDED}. An
   * interrupt cancels the stream; the thread stays interrupted. Idempotent.
   */
  @Override
  public void close() {
    try {
      if (!session.finish()) {
        cancel();
      }
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
    }
  }
}
