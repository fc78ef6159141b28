package dev.facet.trainer.data;

import java.util.random.RandomGenerator;

/**
 * Random numbers that depend on a seed and a place and on nothing else: neither on threads nor on
 * the version of Java. The generator is SplitMix64 (Steele, Lea and Flood, 2014, "Fast splittable
 * pseudorandom number generators", figures 16 and 17). Not thread-safe: each place gets its own.
 */
public final class SeededRandom implements RandomGenerator {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  SeededRandom(long state) {
    this.state = state;
  }

  /**
   * The generator of one place.
   *
   * @param seed the run's seed
   * @param place what tells this place from all others, such as a purpose, an epoch and an index
   */
  public static SeededRandom at(long seed, long... place) {
    long state = mix(seed);
    for (long step : place) {
      state = mix(state + GOLDEN_GAMMA + step);
    }
    return new SeededRandom(state);
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** Puts an array into random order (Fisher and Yates). */
  public void shuffle(int[] values) {
    for (int last = values.length - 1; last > 0; last--) {
      int other = nextInt(last + 1);
      int moved = values[last];
      values[last] = values[other];
      values[other] = moved;
    }
  }
}
