package dev.facet.model.clustering;

/** How similar two clusters are, by the similarities of their faces. */
public enum Linkage {
  /** The mean over all pairs of a face of the one and a face of the other (UPGMA). */
  AVERAGE {
    @Override
    float joined(float first, int firstSize, float second, int secondSize) {
      double sum = (double) first * firstSize + (double) second * secondSize;
      return (float) (sum / (firstSize + secondSize));
    }
  },

  /** That of the two faces that are least alike. */
  COMPLETE {
    @Override
    float joined(float first, int firstSize, float second, int secondSize) {
      return Math.min(first, second);
    }
  },

  /** That of the two faces that are most alike. */
  SINGLE {
    @Override
    float joined(float first, int firstSize, float second, int secondSize) {
      return Math.max(first, second);
    }
  };

  /**
   * The similarity of a cluster to two others once these are joined, by its similarity to each and
   * their numbers of faces (Lance and Williams 1967).
   */
  abstract float joined(float first, int firstSize, float second, int secondSize);
}
