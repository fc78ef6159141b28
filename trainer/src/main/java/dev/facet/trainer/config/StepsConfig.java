package dev.facet.trainer.config;

/**
 * How many steps a run takes, and of what size. A step is of {@code batchSize * accumulation}
 * faces.
 *
 * @param batchSize faces that go through the network together, at least 1
 * @param accumulation batches whose gradients are averaged in a step, at least 1
 * @param maxNorm what the norm of all gradients together is clipped to; infinity: never
 * @param length how many steps
 */
public record StepsConfig(int batchSize, int accumulation, double maxNorm, Length length) {

  /** How many steps a run takes. */
  public sealed interface Length permits Steps, Epochs {

    /**
     * The number of steps.
     *
     * @param batchesPerEpoch batches that it takes to see every photo once
     * @param accumulation batches of a step
     */
    long steps(long batchesPerEpoch, int accumulation);
  }

  /**
   * A number of steps.
   *
   * @param count at least 1
   */
  public record Steps(long count) implements Length {
    @Override
    public long steps(long batchesPerEpoch, int accumulation) {
      return count;
    }
  }

  /**
   * As many steps as it takes to see every photo some times; at least one.
   *
   * @param count how often, at least 1
   */
  public record Epochs(long count) implements Length {
    @Override
    public long steps(long batchesPerEpoch, int accumulation) {
      return Math.max(1, count * batchesPerEpoch / accumulation);
    }
  }
}
