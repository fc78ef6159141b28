package dev.facet.trainer.step;

/** Checks of numbers that a person chooses. Each throws {@link IllegalArgumentException}. */
final class Ranges {

  private Ranges() {}

  static void requirePositive(String name, double value) {
    require(value > 0 && Double.isFinite(value), name, value, "above 0, finite");
  }

  static void requireNotNegative(String name, double value) {
    require(value >= 0 && Double.isFinite(value), name, value, "0 or above, finite");
  }

  static void requireShare(String name, double value) {
    require(value >= 0 && value < 1, name, value, "0 to below 1");
  }

  static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
