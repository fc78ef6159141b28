package dev.facet.model.evaluation;

import java.util.List;
import java.util.Optional;

/**
 * How well a model identifies: whose is this photo?
 *
 * @param enrolled number of people in the gallery
 * @param cmc how those who are in the gallery are found
 * @param openSet how they are told from strangers; empty where there were none
 */
public record IdentificationReport(int enrolled, CmcCurve cmc, Optional<OpenSetCurve> openSet) {

  /**
   * Judges searches.
   *
   * @param enrolled number of people in the gallery
   * @param mated searches of people in the gallery, at least one
   * @param strangers similarity of the first candidate for each probe of somebody who is not
   */
  public static IdentificationReport of(int enrolled, List<MatedSearch> mated, double[] strangers) {
    return new IdentificationReport(
        enrolled,
        new CmcCurve(mated),
        strangers.length == 0 ? Optional.empty() : Optional.of(new OpenSetCurve(mated, strangers)));
  }
}
