package dev.facet.cli.people;

import dev.facet.model.clustering.ChineseWhispers;
import dev.facet.model.clustering.Clustering;
import dev.facet.model.clustering.Dbscan;
import dev.facet.model.clustering.Dendrogram;
import dev.facet.model.clustering.Linkage;
import dev.facet.model.clustering.NeighborGraph;
import dev.facet.model.clustering.SimilarityMatrix;
import dev.facet.model.yaml.YamlSection;
import java.util.function.DoubleFunction;

/** The ways to cluster, as commands name them. */
public enum ClusteringAlgorithm {
  CHINESE_WHISPERS {
    @Override
    DoubleFunction<Clustering> on(SimilarityMatrix similarities, int minPoints, long seed) {
      return threshold -> ChineseWhispers.cluster(NeighborGraph.of(similarities, threshold), seed);
    }
  },
  DBSCAN {
    @Override
    DoubleFunction<Clustering> on(SimilarityMatrix similarities, int minPoints, long seed) {
      return threshold -> Dbscan.cluster(NeighborGraph.of(similarities, threshold), minPoints);
    }
  },
  AVERAGE {
    @Override
    DoubleFunction<Clustering> on(SimilarityMatrix similarities, int minPoints, long seed) {
      return Dendrogram.of(similarities, Linkage.AVERAGE)::cut;
    }
  },
  COMPLETE {
    @Override
    DoubleFunction<Clustering> on(SimilarityMatrix similarities, int minPoints, long seed) {
      return Dendrogram.of(similarities, Linkage.COMPLETE)::cut;
    }
  },
  SINGLE {
    @Override
    DoubleFunction<Clustering> on(SimilarityMatrix similarities, int minPoints, long seed) {
      return Dendrogram.of(similarities, Linkage.SINGLE)::cut;
    }
  };

  /**
   * Prepares to cluster at any threshold above 0, at most 1.
   *
   * @param minPoints of DBSCAN
   * @param seed of Chinese Whispers
   */
  abstract DoubleFunction<Clustering> on(SimilarityMatrix similarities, int minPoints, long seed);

  /** Such as {@code chinese-whispers}. */
  @Override
  public String toString() {
    return YamlSection.kebab(this);
  }
}
