/** A training run: from a configuration to a trained network, and to a published version. */
@NullMarked
package dev.facet.trainer.run;

import org.jspecify.annotations.NullMarked;
