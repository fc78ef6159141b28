package dev.facet.benchmarks.training;

/**
 * How long a loop waited for data: the share of the time of its latest steps, about 20, seen after
 * each step. Used by one thread.
 */
public final class Waits {

  private int count;
  private double sum;
  private double greatest;

  void add(double share) {
    count++;
    sum += share;
    greatest = Math.max(greatest, share);
  }

  /** Counts what others saw too. */
  public void addAll(Waits others) {
    count += others.count;
    sum += others.sum;
    greatest = Math.max(greatest, others.greatest);
  }

  /** Over all steps, 0 to 1; NaN without steps. */
  public double mean() {
    return sum / count;
  }

  /** After any step, 0 to 1. */
  public double greatest() {
    return greatest;
  }
}
