package dev.facet.model.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Identification in an open set, where some whom the system sees are not in its gallery: what every
 * threshold that makes a difference does. The false positive identification rate (FPIR) and the
 * true positive one (TPIR, one less the false negative FNIR) at rank 1, by the definitions of
 * ISO/IEC 19795-1 and of NIST's FRVT part 2 (NISTIR 8271). Immutable.
 */
public final class OpenSetCurve {

  /** Similarities at which the right person was the first candidate, ascending. */
  private final double[] found;

  /** Similarities of the first candidates for strangers, ascending. */
  private final double[] alarms;

  private final int mated;
  private final List<OpenSetPoint> points;

  /**
   * Draws the curve.
   *
   * @param mated searches of people in the gallery, in any order
   * @param strangers similarity of the first candidate for each probe of somebody who is not
   * @throws IllegalArgumentException unless there are searches of both kinds, or if a similarity is
   *     NaN
   */
  public OpenSetCurve(List<MatedSearch> mated, double[] strangers) {
    if (mated.isEmpty() || strangers.length == 0) {
      throw new IllegalArgumentException(
          "searches: %d mated, %d of strangers (expected: at least one of each)"
              .formatted(mated.size(), strangers.length));
    }
    this.mated = mated.size();
    found =
        mated.stream()
            .filter(search -> search.rank() == 1)
            .mapToDouble(MatedSearch::similarity)
            .sorted()
            .toArray();
    alarms = DoubleStream.of(strangers).sorted().toArray();
    double[] scores =
        DoubleStream.concat(Arrays.stream(found), Arrays.stream(alarms))
            .sorted()
            .distinct()
            .toArray();
    if (Double.isNaN(scores[scores.length - 1])) {
      throw new IllegalArgumentException("similarity: NaN (expected: a number)");
    }
    points = draw(scores);
  }

  private List<OpenSetPoint> draw(double[] ascending) {
    List<OpenSetPoint> drawn = new ArrayList<>();
    drawn.add(at(Math.nextUp(ascending[ascending.length - 1])));
    for (int i = ascending.length - 1; i > 0; i--) {
      drawn.add(at(Midway.between(ascending[i - 1], ascending[i])));
    }
    drawn.add(at(ascending[0]));
    return Collections.unmodifiableList(drawn);
  }

  /** Number of searches of people in the gallery. */
  public int mated() {
    return mated;
  }

  /** Number of searches of strangers. */
  public int strangers() {
    return alarms.length;
  }

  /**
   * All points at which something more is returned, by falling threshold: from one that returns
   * nobody to one that returns all. The thresholds lie midway between neighbouring similarities.
   */
  public List<OpenSetPoint> points() {
    return points;
  }

  /** What a threshold of the caller's choice does. */
  public OpenSetPoint at(double threshold) {
    return new OpenSetPoint(
        threshold,
        (double) atLeast(threshold, alarms) / alarms.length,
        (double) atLeast(threshold, found) / mated);
  }

  private static int atLeast(double threshold, double[] ascending) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < threshold) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return ascending.length - low;
  }

  /**
   * The point of the highest TPIR, and of the highest threshold with it, among those whose FPIR is
   * at most the given one. Nothing is interpolated.
   *
   * @param rate 0 to 1
   * @return empty where there are fewer than 1/rate searches of strangers, which cannot show such a
   *     rate
   */
  public Optional<OpenSetPoint> atFpir(double rate) {
    if (rate * alarms.length < 1) {
      return Optional.empty();
    }
    OpenSetPoint best = points.get(0);
    for (OpenSetPoint point : points) {
      if (point.falsePositiveRate() <= rate && point.truePositiveRate() > best.truePositiveRate()) {
        best = point;
      }
    }
    return Optional.of(best);
  }
}
