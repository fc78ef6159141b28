package dev.facet.model.detection;

/** A box in which a detector sees a face, and how clearly. */
public interface ScoredBox {

  /** Around the face. */
  FaceBox box();

  /** How sure the detector is, 0 to 1. */
  float score();
}
