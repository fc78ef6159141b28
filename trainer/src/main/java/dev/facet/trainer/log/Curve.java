package dev.facet.trainer.log;

import java.util.ArrayList;
import java.util.List;

/**
 * A metric over the steps of a run.
 *
 * @param steps numbers of steps taken, ascending
 * @param values as many
 */
record Curve(List<Double> steps, List<Double> values) {

  /**
   * The finite values of one metric. Where there are more than {@code mostPoints}, neighbours are
   * averaged, as many for each point.
   *
   * @param mostPoints at least 1
   */
  static Curve of(List<Measured> measured, Metric metric, int mostPoints) {
    List<Measured> points =
        measured.stream()
            .filter(point -> Double.isFinite(point.values().getOrDefault(metric, Double.NaN)))
            .toList();
    int each = Math.max(1, (points.size() + mostPoints - 1) / mostPoints);
    Curve curve = new Curve(new ArrayList<>(), new ArrayList<>());
    for (int from = 0; from < points.size(); from += each) {
      List<Measured> near = points.subList(from, Math.min(points.size(), from + each));
      curve.steps.add(near.stream().mapToLong(Measured::step).average().orElseThrow());
      curve.values.add(
          near.stream().mapToDouble(point -> point.values().get(metric)).average().orElseThrow());
    }
    return curve;
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }
}
