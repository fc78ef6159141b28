/** Losses: what training makes small. Values only; gradients are the engine's, by autograd. */
@NullMarked
package dev.facet.trainer.loss;

import org.jspecify.annotations.NullMarked;
