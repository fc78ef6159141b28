package dev.facet.trainer.run;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.Photo;
import dev.facet.trainer.data.PhotoSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The photos of a source one after the other, read and prepared by threads of its own while the
 * engine is busy with those before. Used by one thread.
 */
final class PreparedPhotos implements AutoCloseable {

  private final PhotoSource photos;
  private final FacePreprocessor preprocessor;
  private final ExecutorService workers;
  private final Deque<CompletableFuture<float[]>> ahead = new ArrayDeque<>();
  private int begun;

  /**
   * Begins to prepare.
   *
   * @param photos stays open when this is closed
   * @param threads at least 1
   * @param most photos that are prepared ahead, at least 1
   */
  PreparedPhotos(PhotoSource photos, FacePreprocessor preprocessor, int threads, int most) {
    this.photos = photos;
    this.preprocessor = preprocessor;
    workers = Executors.newFixedThreadPool(threads, PreparedPhotos::worker);
    while (ahead.size() < Math.min(most, photos.size())) {
      begin();
    }
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "facet-photos");
    thread.setDaemon(true);
    return thread;
  }

  private void begin() {
    int index = begun++;
    ahead.add(CompletableFuture.supplyAsync(() -> prepare(index), workers));
  }

  private float[] prepare(int index) {
    try {
      Photo photo = photos.photo(index);
      return photo.tensor(preprocessor);
    } catch (BadPhotoException e) {
      throw new CompletionException(e);
    } catch (BadImageException e) {
      throw new CompletionException(new BadPhotoException(photos.name(index), e));
    }
  }

  /**
   * Waits for the next photo.
   *
   * @throws BadPhotoException if it cannot be read or aligned
   * @throws java.util.NoSuchElementException if all have been given
   */
  float[] next() throws BadPhotoException {
    CompletableFuture<float[]> photo = ahead.remove();
    if (begun < photos.size()) {
      begin();
    }
    try {
      return photo.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BadPhotoException bad) {
        throw bad;
      }
      throw e;
    }
  }

  /** Ends the workers, without waiting for the photos that they have in hand. */
  @Override
  public void close() {
    ahead.forEach(photo -> photo.cancel(false));
    workers.shutdown();
  }
}
