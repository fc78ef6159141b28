/** Runs a face model on MXNet: tensors in, embeddings out. */
@NullMarked
package dev.facet.model.engine;

import org.jspecify.annotations.NullMarked;
