/** One step of training: forward, backward, and the change of the parameters that follows. */
@NullMarked
package dev.facet.trainer.step;

import org.jspecify.annotations.NullMarked;
