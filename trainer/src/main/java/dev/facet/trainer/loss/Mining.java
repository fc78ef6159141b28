package dev.facet.trainer.loss;

/** Which triplets of a batch are learned from. */
public enum Mining {

  /**
   * For each anchor and positive, the nearest negative that is farther than the positive (FaceNet,
   * Schroff et al. 2015, section 3.2; of those that are farther, the paper leaves open which). If
   * even that one is farther by alpha or more, the triplet costs nothing, though there may be
   * negatives nearer than the positive. Where none is farther, the farthest negative.
   */
  SEMI_HARD {
    @Override
    void take(Triplets triplets) {
      forEachPair(triplets, (anchor, positive) -> takeSemiHard(triplets, anchor, positive));
    }
  },

  /**
   * For each anchor, its farthest positive and its nearest negative (Hermans et al. 2017, equation
   * 5). There with distances that are not squared, and with a soft margin in its best results.
   */
  BATCH_HARD {
    @Override
    void take(Triplets triplets) {
      for (int anchor = 0; anchor < triplets.items(); anchor++) {
        takeHardest(triplets, anchor);
      }
    }
  },

  /** All: each anchor with each of its positives and each negative. */
  ALL {
    @Override
    void take(Triplets triplets) {
      forEachPair(
          triplets,
          (anchor, positive) -> {
            for (int other = 0; other < triplets.items(); other++) {
              if (triplets.isNegative(anchor, other)) {
                triplets.take(anchor, positive, other);
              }
            }
          });
    }
  };

  private static final int NONE = -1;

  /** Takes them. An anchor without a positive or a negative has none. */
  abstract void take(Triplets triplets);

  private interface Pair {
    void visit(int anchor, int positive);
  }

  private static void forEachPair(Triplets triplets, Pair pair) {
    for (int anchor = 0; anchor < triplets.items(); anchor++) {
      for (int other = 0; other < triplets.items(); other++) {
        if (triplets.isPositive(anchor, other)) {
          pair.visit(anchor, other);
        }
      }
    }
  }

  private static void takeSemiHard(Triplets triplets, int anchor, int positive) {
    double least = triplets.square(anchor, positive);
    int nearestBeyond = NONE;
    int farthest = NONE;
    for (int other = 0; other < triplets.items(); other++) {
      if (triplets.isNegative(anchor, other)) {
        double square = triplets.square(anchor, other);
        if (square > least
            && (nearestBeyond == NONE || square < triplets.square(anchor, nearestBeyond))) {
          nearestBeyond = other;
        }
        if (farthest == NONE || square > triplets.square(anchor, farthest)) {
          farthest = other;
        }
      }
    }
    if (farthest != NONE) {
      triplets.take(anchor, positive, nearestBeyond == NONE ? farthest : nearestBeyond);
    }
  }

  private static void takeHardest(Triplets triplets, int anchor) {
    int farthest = NONE;
    int nearest = NONE;
    for (int other = 0; other < triplets.items(); other++) {
      double square = triplets.square(anchor, other);
      if (triplets.isPositive(anchor, other)
          && (farthest == NONE || square > triplets.square(anchor, farthest))) {
        farthest = other;
      }
      if (triplets.isNegative(anchor, other)
          && (nearest == NONE || square < triplets.square(anchor, nearest))) {
        nearest = other;
      }
    }
    if (farthest != NONE && nearest != NONE) {
      triplets.take(anchor, farthest, nearest);
    }
  }
}
