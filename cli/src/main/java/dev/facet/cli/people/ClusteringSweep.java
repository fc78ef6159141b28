package dev.facet.cli.people;

import dev.facet.model.clustering.Clustering;
import dev.facet.model.clustering.SimilarityMatrix;
import dev.facet.model.evaluation.ClusteringScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * What an algorithm makes of photos at many thresholds.
 *
 * @param algorithm the algorithm
 * @param points by rising threshold: from 0.1 to 0.9, every 0.02
 * @param given at a threshold that was chosen elsewhere; empty if none was
 */
public record ClusteringSweep(
    ClusteringAlgorithm algorithm, List<Point> points, Optional<Point> given) {

  private static final double[] THRESHOLDS =
      IntStream.rangeClosed(5, 45).mapToDouble(i -> i / 50.0).toArray();

  /**
   * One clustering.
   *
   * @param threshold cosine from which on photos are alike
   * @param score how well the clusters are the people
   */
  public record Point(double threshold, ClusteringScore score) {}

  /**
   * Clusters at all thresholds.
   *
   * @param similarities of the photos
   * @param people who each photo shows
   * @param minPoints of DBSCAN
   * @param seed of Chinese Whispers
   * @param step called after each of {@link #steps} steps
   */
  public static ClusteringSweep run(
      ClusteringAlgorithm algorithm,
      SimilarityMatrix similarities,
      int[] people,
      OptionalDouble given,
      int minPoints,
      long seed,
      Runnable step) {
    DoubleFunction<Clustering> clusterings = algorithm.on(similarities, minPoints, seed);
    step.run();
    List<Point> points = new ArrayList<>();
    for (double threshold : THRESHOLDS) {
      points.add(point(clusterings, people, threshold));
      step.run();
    }
    return new ClusteringSweep(
        algorithm,
        points,
        given.isPresent()
            ? Optional.of(point(clusterings, people, given.getAsDouble()))
            : Optional.empty());
  }

  private static Point point(
      DoubleFunction<Clustering> clusterings, int[] people, double threshold) {
    return new Point(threshold, ClusteringScore.of(clusterings.apply(threshold), people));
  }

  /** Number of steps of a sweep. */
  public static int steps() {
    return THRESHOLDS.length + 1;
  }

  /** The point of the highest F of BCubed; the lowest threshold of several. */
  public Point best() {
    Point best = points.get(0);
    for (Point point : points) {
      if (point.score().bCubed().f() > best.score().bCubed().f()) {
        best = point;
      }
    }
    return best;
  }
}
