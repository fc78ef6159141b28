package dev.facet.server.batching;

/** Refuses arguments that are out of range, naming them. */
final class Checks {
  private Checks() {}

  static int positive(String name, int value) {
    return (int) positive(name, (long) value);
  }

  static long positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
    }
    return value;
  }
}
