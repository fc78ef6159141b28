package dev.facet.trainer.data.loader;

/**
 * How batches are prepared.
 *
 * @param batchSize faces in a batch, at least 1
 * @param threads that decode and change photos, 1 to 1024
 * @param batchesAhead batches that are prepared or being prepared while the engine has another, 1
 *     to 1024; each takes its memory
 * @param badShare share of all photos that may be bad before the run stops, 0 to below 1; of 0.01
 *     and fewer than 100 photos, none
 */
public record LoaderOptions(int batchSize, int threads, int batchesAhead, double badShare) {

  private static final int MOST = 1024;

  /** Checks the ranges. */
  public LoaderOptions {
    check("batch-size", batchSize, Integer.MAX_VALUE);
    check("threads", threads, MOST);
    check("batches-ahead", batchesAhead, MOST);
    if (!(badShare >= 0 && badShare < 1)) {
      throw new IllegalArgumentException(
          "bad-share: %s (expected: 0 to below 1)".formatted(badShare));
    }
  }

  private static void check(String name, int value, int largest) {
    if (value < 1 || value > largest) {
      throw new IllegalArgumentException(
          "%s: %d (expected: 1 to %d)".formatted(name, value, largest));
    }
  }
}
