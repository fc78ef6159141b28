package dev.facet.trainer.data.recordio;

/** How crops of faces are stored. */
public enum CropFormat {
  /** Quality 0.95 with halved colour resolution: about 6 kB for 112 x 112. */
  JPEG,
  /** Exact to the rounding of a value: about 25 kB for 112 x 112. */
  PNG
}
