package dev.facet.trainer.step;

import dev.facet.trainer.data.SeededRandom;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The classes that a step trains: those of its faces, and others that are drawn at random, each
 * once (Partial FC, An et al. 2021, section 3.3).
 */
public final class ClassSample {

  private final int[] classes;

  private ClassSample(int[] classes) {
    this.classes = classes;
  }

  /**
   * Draws classes.
   *
   * @param labels classes of the step's faces, which are always among the drawn
   * @param classes K, the number of classes
   * @param count number to draw, at least that of different labels, at most K
   */
  public static ClassSample draw(int[] labels, int classes, int count, SeededRandom random) {
    BitSet drawn = new BitSet(classes);
    for (int label : labels) {
      drawn.set(label);
    }
    int missing = count - drawn.cardinality();
    // Of many, those that are left out are fewer to draw.
    boolean leaveOut = missing > classes / 2;
    BitSet left = new BitSet(classes);
    for (int more = leaveOut ? classes - count : missing; more > 0; ) {
      int candidate = random.nextInt(classes);
      if (!drawn.get(candidate) && !left.get(candidate)) {
        left.set(candidate);
        more--;
      }
    }
    if (leaveOut) {
      left.flip(0, classes);
    }
    drawn.or(left);
    return new ClassSample(drawn.stream().toArray());
  }

  /** Their numbers, ascending. */
  public int[] classes() {
    return classes;
  }

  /** For each label, its place among the drawn. */
  public int[] places(int[] labels) {
    return Arrays.stream(labels).map(label -> Arrays.binarySearch(classes, label)).toArray();
  }
}
