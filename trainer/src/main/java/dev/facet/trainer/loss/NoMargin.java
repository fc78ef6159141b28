package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/** The margin of normalised softmax: the cosine as it is. */
record NoMargin() implements Margin {

  @Override
  public NDArray apply(NDArray cosine) {
    return cosine;
  }
}
