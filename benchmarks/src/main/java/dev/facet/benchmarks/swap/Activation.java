package dev.facet.benchmarks.swap;

/**
 * A version was made live.
 *
 * @param version the version
 * @param began seconds since the phase began
 * @param took seconds until the server said that it is live
 * @param late whether it was due before, while the one before it was still under way
 */
public record Activation(long version, double began, double took, boolean late) {

  /** The same, counted from so many seconds earlier. */
  Activation after(double seconds) {
    return new Activation(version, seconds + began, took, late);
  }
}
