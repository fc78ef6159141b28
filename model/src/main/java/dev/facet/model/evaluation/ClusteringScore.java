package dev.facet.model.evaluation;

import dev.facet.model.clustering.Clustering;
import java.util.HashMap;
import java.util.Map;

/**
 * How well the clusters of photos are the people on them.
 *
 * @param clusters number of clusters
 * @param pairwise over all pairs of photos: precision is the share of pairs in one cluster that
 *     show one person, recall the share of pairs of one person that are in one cluster. Of no pairs
 *     at all the share is 1
 * @param bCubed over all photos (Bagga and Baldwin 1998; Amigó et al. 2009): precision is the mean
 *     share of a photo's cluster that shows the photo's person, recall the mean share of the
 *     person's photos that are in the photo's cluster. The photo itself counts
 */
public record ClusteringScore(int clusters, PrecisionRecall pairwise, PrecisionRecall bCubed) {

  /**
   * Judges a clustering.
   *
   * @param people who each photo shows, in any numbering
   * @throws IllegalArgumentException unless there are as many as there are photos, at least one
   */
  public static ClusteringScore of(Clustering clustering, int[] people) {
    if (people.length == 0 || people.length != clustering.size()) {
      throw new IllegalArgumentException(
          "people: %d (expected: %d, at least one)".formatted(people.length, clustering.size()));
    }
    Map<Integer, Integer> clusterSizes = new HashMap<>();
    Map<Integer, Integer> personSizes = new HashMap<>();
    Map<Cell, Integer> cells = new HashMap<>();
    for (int i = 0; i < people.length; i++) {
      clusterSizes.merge(clustering.cluster(i), 1, Integer::sum);
      personSizes.merge(people[i], 1, Integer::sum);
      cells.merge(new Cell(clustering.cluster(i), people[i]), 1, Integer::sum);
    }
    double right = pairs(cells);
    double precision = 0;
    double recall = 0;
    for (Map.Entry<Cell, Integer> cell : cells.entrySet()) {
      double photos = cell.getValue();
      precision += photos * photos / clusterSizes.getOrDefault(cell.getKey().cluster(), 0);
      recall += photos * photos / personSizes.getOrDefault(cell.getKey().person(), 0);
    }
    return new ClusteringScore(
        clustering.clusters(),
        new PrecisionRecall(share(right, pairs(clusterSizes)), share(right, pairs(personSizes))),
        new PrecisionRecall(precision / people.length, recall / people.length));
  }

  /** Number of pairs within groups of these sizes. */
  private static double pairs(Map<?, Integer> sizes) {
    double pairs = 0;
    for (int size : sizes.values()) {
      pairs += (double) size * (size - 1) / 2;
    }
    return pairs;
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 1 : part / whole;
  }

  /** The photos of a person in a cluster. */
  private record Cell(int cluster, int person) {}
}
