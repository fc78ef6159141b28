package dev.facet.benchmarks.engine;

import java.util.Comparator;
import java.util.List;

/**
 * A model, measured.
 *
 * @param name of the model
 * @param untuned its graph as it was published, by batch size
 * @param tuned with all passes, by batch size
 * @param distance greatest Euclidean distance between the two sides' embeddings of a face, over the
 *     norm
 * @param ablation all passes but one
 */
record ModelResult(
    String name, Side untuned, Side tuned, double distance, List<WithoutPass> ablation) {

  /**
   * One way to run the model.
   *
   * @param loadSeconds processor time of its load, the check against the published graph included
   * @param batches by batch size, ascending
   */
  record Side(double loadSeconds, List<Rounds> batches) {

    /** The fastest batch size. */
    Rounds best() {
      return batches.stream().max(Comparator.comparingDouble(Rounds::perSecond)).orElseThrow();
    }
  }

  /**
   * What a pass gives where all others are made.
   *
   * @param pass the one that is left out
   * @param all with all passes, at their best batch size
   * @param others without that pass, in turn with the other
   */
  record WithoutPass(String pass, Rounds all, Rounds others) {

    /** How much faster the pass makes it. */
    double ratio() {
      return all.perSecond() / others.perSecond();
    }
  }

  /** The fastest tuned batch size over the fastest as published. */
  double ratio() {
    return tuned.best().perSecond() / untuned.best().perSecond();
  }
}
