package dev.facet.model.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The receiver operating characteristic of scored pairs: what every threshold that makes a
 * difference does. Immutable.
 */
public final class RocCurve {

  private final List<ScoredPair> descending;
  private final int samePairs;
  private final int differentPairs;
  private final List<OperatingPoint> points;

  /**
   * Draws the curve.
   *
   * @param pairs in any order
   * @throws IllegalArgumentException unless there are pairs of both kinds
   */
  public RocCurve(List<ScoredPair> pairs) {
    descending =
        pairs.stream()
            .sorted(Comparator.comparingDouble(ScoredPair::similarity).reversed())
            .toList();
    samePairs = (int) pairs.stream().filter(ScoredPair::same).count();
    differentPairs = pairs.size() - samePairs;
    if (samePairs == 0 || differentPairs == 0) {
      throw new IllegalArgumentException(
          "pairs: "
              + samePairs
              + " of the same person, "
              + differentPairs
              + " of different people (expected: at least one of each)");
    }
    points = List.copyOf(draw());
  }

  /**
   * Pairs of equal similarity are accepted together: no threshold tells them apart. Those of an
   * infinite one are accepted from the start, or never.
   */
  private List<OperatingPoint> draw() {
    List<ScoredPair> scored =
        descending.stream().filter(pair -> Double.isFinite(pair.similarity())).toList();
    int same = alwaysAccepted(true);
    int different = alwaysAccepted(false);
    List<OperatingPoint> drawn = new ArrayList<>();
    double above = scored.isEmpty() ? 0 : Math.nextUp(scored.get(0).similarity());
    drawn.add(point(above, same, different));
    for (int i = 0; i < scored.size(); i++) {
      if (scored.get(i).same()) {
        same++;
      } else {
        different++;
      }
      double score = scored.get(i).similarity();
      boolean last = i + 1 == scored.size();
      if (last) {
        drawn.add(point(score, same, different));
      } else if (scored.get(i + 1).similarity() < score) {
        double next = scored.get(i + 1).similarity();
        drawn.add(point(Midway.between(next, score), same, different));
      }
    }
    return drawn;
  }

  private int alwaysAccepted(boolean same) {
    return (int)
        descending.stream()
            .filter(pair -> pair.similarity() == Double.POSITIVE_INFINITY && pair.same() == same)
            .count();
  }

  private OperatingPoint point(double threshold, int sameAccepted, int differentAccepted) {
    int right = sameAccepted + differentPairs - differentAccepted;
    return new OperatingPoint(
        threshold,
        (double) differentAccepted / differentPairs,
        (double) sameAccepted / samePairs,
        (double) right / descending.size());
  }

  /** Number of pairs of the same person. */
  public int samePairs() {
    return samePairs;
  }

  /** Number of pairs of different people. */
  public int differentPairs() {
    return differentPairs;
  }

  /**
   * All points at which a pair more is accepted, by falling threshold: from one that accepts no
   * pair to one that accepts all, but for pairs that every threshold accepts or none. The
   * thresholds lie midway between neighbouring similarities.
   */
  public List<OperatingPoint> points() {
    return points;
  }

  /** What a threshold of the caller's choice does. */
  public OperatingPoint at(double threshold) {
    int same = 0;
    int different = 0;
    for (ScoredPair pair : descending) {
      if (pair.similarity() >= threshold) {
        same += pair.same() ? 1 : 0;
        different += pair.same() ? 0 : 1;
      }
    }
    return point(threshold, same, different);
  }

  /** The point of highest accuracy; the highest threshold of several. */
  public OperatingPoint best() {
    OperatingPoint best = points.get(0);
    for (OperatingPoint point : points) {
      if (point.accuracy() > best.accuracy()) {
        best = point;
      }
    }
    return best;
  }

  /**
   * The highest true accept rate among the thresholds whose false accept rate is at most the given
   * one. Nothing is interpolated: with n pairs of different people, a rate below 1/n means none
   * accepted.
   *
   * @param falseAcceptRate 0 to 1
   */
  public double tarAtFar(double falseAcceptRate) {
    double tar = 0;
    for (OperatingPoint point : points) {
      if (point.falseAcceptRate() <= falseAcceptRate) {
        tar = point.trueAcceptRate();
      }
    }
    return tar;
  }

  /**
   * The area under the curve: the chance that a pair of the same person is more alike than a pair
   * of different people, ties counting one half and pairs that are always judged wrong nothing.
   */
  public double auc() {
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      OperatingPoint left = points.get(i - 1);
      OperatingPoint right = points.get(i);
      double width = right.falseAcceptRate() - left.falseAcceptRate();
      area += width * (left.trueAcceptRate() + right.trueAcceptRate()) / 2;
    }
    return area;
  }
}
