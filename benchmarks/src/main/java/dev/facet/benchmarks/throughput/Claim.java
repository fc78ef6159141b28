package dev.facet.benchmarks.throughput;

/**
 * What is claimed, and what was measured of it.
 *
 * @param text what the figure is
 * @param figure measured; not a number: not reached
 * @param atMost whether the bound is the greatest figure that passes, else the least
 * @param bound that the figure must keep
 */
record Claim(String text, double figure, boolean atMost, double bound) {

  static Claim atMost(String text, double figure, double bound) {
    return new Claim(text, figure, true, bound);
  }

  static Claim atLeast(String text, double figure, double bound) {
    return new Claim(text, figure, false, bound);
  }

  boolean reached() {
    return atMost ? figure <= bound : figure >= bound;
  }
}
