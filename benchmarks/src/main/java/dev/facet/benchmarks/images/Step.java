package dev.facet.benchmarks.images;

/** What is done to a photo. */
enum Step {
  /** The whole file to pixels. */
  DECODE("decode"),
  /** Decoded pixels to a tensor. */
  PREPROCESS("preprocess"),
  /** The file to a tensor, as the server does it: both, but only of what is needed. */
  FILE_TO_TENSOR("file to tensor");

  private final String label;

  Step(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
