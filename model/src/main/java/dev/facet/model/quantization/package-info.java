/** Quantisation: a model's convolutions and layers rewritten to compute on integers of 8 bits. */
@NullMarked
package dev.facet.model.quantization;

import org.jspecify.annotations.NullMarked;
