package dev.facet.trainer.log;

import java.util.Locale;

/** What is measured of a run. */
enum Metric {
  /** Mean loss of a step. */
  LOSS,
  /** The learning rate of a step. */
  LEARNING_RATE,
  /** Euclidean norm of all gradients of a step together, before clipping. */
  GRADIENT_NORM,
  /** Share of triplets or pairs that still cost something, 0 to 1. */
  ACTIVE_SHARE,
  /** Faces learned from in a second. */
  FACES_PER_SECOND,
  /** Share of its time that the run waits for data, 0 to 1. */
  DATA_WAIT,
  /** Share of the verification pairs that are told rightly at the best threshold, 0 to 1. */
  ACCURACY,
  /** Share of the pairs of one person that are told at a false accept rate of 1e-3, 0 to 1. */
  TAR_AT_FAR_1E_3,
  /** Area under the ROC curve of the verification pairs, 0 to 1. */
  AUC;

  /** The name in files: in lower case, with hyphens. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
