package dev.facet.trainer.step;

/** How a parameter learns. */
public enum Learning {
  /** By its gradient, with weight decay: the weights of convolutions and of dense layers. */
  DECAYED,
  /** By its gradient alone: biases, norms, slopes. */
  UNDECAYED,
  /** Not by a gradient: frozen, or changed by another rule, such as a moving mean. */
  NONE
}
