package dev.facet.trainer.data.loader;

/**
 * Where in the data a batch stands. With the seed it is all that a run needs to go on with the same
 * data.
 *
 * @param epoch from 0
 * @param batch of the epoch, from 0
 */
public record Position(int epoch, int batch) {

  /** Before anything. */
  public static final Position START = new Position(0, 0);

  /** Checks the numbers. */
  public Position {
    if (epoch < 0 || batch < 0) {
      throw new IllegalArgumentException(
          "epoch %d, batch %d (expected: both at least 0)".formatted(epoch, batch));
    }
  }

  /** The next batch, where an epoch has this many. */
  Position next(int batchesPerEpoch) {
    return batch + 1 < batchesPerEpoch
        ? new Position(epoch, batch + 1)
        : new Position(epoch + 1, 0);
  }
}
