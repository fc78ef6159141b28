package dev.facet.trainer.data.loader;

import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.FaceSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gives batch after batch, epoch after epoch, prepared by threads of its own while the engine is
 * busy. What is in a batch depends on seed, epoch and batch, not on the threads or on where the run
 * was begun. All batches are of the same size: the places of an epoch that do not fill one are left
 * out, and since the order differs from epoch to epoch these are other photos each time.
 *
 * <p>A bad photo is reported once, and the next photo of the source that is not bad takes its
 * place, with its own label. Used by one thread.
 */
public final class BatchLoader implements AutoCloseable {

  private final FaceSource faces;
  private final FacePreparation preparation;
  private final EpochOrder order;
  private final LoaderOptions options;
  private final Consumer<BadPhotoException> badPhotos;
  private final ExecutorService workers;
  private final Deque<Pending> ahead = new ArrayDeque<>();
  private final BitSet bad = new BitSet();
  private final int mostBad;
  private Position next;
  private int[] places;
  private int placesEpoch;

  /** A batch that the workers prepare. */
  private record Pending(Position position, List<Future<PreparedFace>> faces) {}

  /**
   * Begins to prepare.
   *
   * @param preparation of the photos; their source stays open when the loader is closed
   * @param order which photo comes when
   * @param options sizes and limits
   * @param start the first batch
   * @param badPhotos is told each bad photo once, by the thread that calls {@link #next()}
   * @throws IllegalArgumentException if an epoch does not have the batch to start at
   */
  public BatchLoader(
      FacePreparation preparation,
      EpochOrder order,
      LoaderOptions options,
      Position start,
      Consumer<BadPhotoException> badPhotos) {
    this.preparation = preparation;
    this.faces = preparation.faces();
    this.order = order;
    this.options = options;
    this.badPhotos = badPhotos;
    this.mostBad = (int) (options.badShare() * faces.size());
    if (start.batch() >= batchesPerEpoch()) {
      throw new IllegalArgumentException(
          "batch %d (expected: below %d, the batches of %d in %d places of an epoch)"
              .formatted(start.batch(), batchesPerEpoch(), options.batchSize(), order.length()));
    }
    this.next = start;
    this.placesEpoch = start.epoch();
    this.places = order.order(placesEpoch);
    this.workers = Executors.newFixedThreadPool(options.threads(), BatchLoader::worker);
    for (int i = 0; i < options.batchesAhead(); i++) {
      begin();
    }
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "facet-data");
    thread.setDaemon(true);
    return thread;
  }

  /** Number of batches of an epoch. */
  public int batchesPerEpoch() {
    return order.length() / options.batchSize();
  }

  /** Has the workers prepare one more batch. */
  private void begin() {
    if (placesEpoch != next.epoch()) {
      placesEpoch = next.epoch();
      places = order.order(placesEpoch);
    }
    int epoch = placesEpoch;
    List<Future<PreparedFace>> begun = new ArrayList<>();
    for (int i = 0; i < options.batchSize(); i++) {
      int place = next.batch() * options.batchSize() + i;
      int photo = places[place];
      begun.add(workers.submit(() -> preparation.prepare(epoch, place, photo, mostBad + 1)));
    }
    ahead.add(new Pending(next, begun));
    next = next.next(batchesPerEpoch());
  }

  /**
   * Waits for the next batch. After an exception the loader is of no more use than to be closed.
   *
   * @throws TooManyBadPhotosException if so many photos have been bad since the loader was made
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException if a worker failed, which is no photo's fault, or the loader is
   *     closed
   */
  public Batch next() throws TooManyBadPhotosException, InterruptedException {
    if (workers.isShutdown()) {
      throw new IllegalStateException("loader: closed");
    }
    Pending pending = ahead.remove();
    begin();
    int size = options.batchSize();
    int[] labels = new int[size];
    int[] photos = new int[size];
    float[] data = new float[0];
    for (int i = 0; i < size; i++) {
      PreparedFace face = await(pending, i);
      report(face.bad());
      // There is none only where more photos are bad than may be.
      float[] tensor = Objects.requireNonNull(face.tensor());
      if (i == 0) {
        data = new float[size * tensor.length];
      }
      System.arraycopy(tensor, 0, data, i * tensor.length, tensor.length);
      photos[i] = face.photo();
      labels[i] = faces.label(face.photo());
    }
    Position after = pending.position().next(batchesPerEpoch());
    return new Batch(pending.position(), after, data, labels, photos);
  }

  private static PreparedFace await(Pending pending, int place) throws InterruptedException {
    try {
      return pending.faces().get(place).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(pending.position() + ": a worker failed", e.getCause());
    }
  }

  /** Here, not in the workers, so that a run stops at the same batch whatever the threads do. */
  private void report(Map<Integer, BadPhotoException> found) throws TooManyBadPhotosException {
    for (Map.Entry<Integer, BadPhotoException> photo : found.entrySet()) {
      if (bad.get(photo.getKey())) {
        continue;
      }
      bad.set(photo.getKey());
      badPhotos.accept(photo.getValue());
      if (bad.cardinality() > mostBad) {
        throw new TooManyBadPhotosException(
            bad.cardinality(), mostBad, faces.size(), photo.getValue());
      }
    }
  }

  /**
   * Ends the workers, after the photos that they have in hand; none is interrupted, since that
   * would close the files of the source.
   */
  @Override
  public void close() {
    workers.shutdown();
    ahead.forEach(pending -> pending.faces().forEach(face -> face.cancel(false)));
    ahead.clear();
    try {
      while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
