/** Labelled images in the format of MNIST. */
@NullMarked
package dev.facet.trainer.data.idx;

import org.jspecify.annotations.NullMarked;
