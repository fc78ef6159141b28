/** Batches of faces, prepared ahead of the engine, in an order that a seed fixes. */
@NullMarked
package dev.facet.trainer.data.loader;

import org.jspecify.annotations.NullMarked;
