package dev.facet.trainer.step;

import ai.djl.training.GradientCollector;

/** Where values go from device to device, which the engine does not record. */
interface Crossing {

  /** Takes the backward pass over it: the gradient of what has arrived is known. */
  void backward(GradientCollector recording);
}
