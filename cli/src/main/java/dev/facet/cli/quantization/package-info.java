/** What quantising a model takes beside the model: photos to calibrate on, and what it gains. */
@NullMarked
package dev.facet.cli.quantization;

import org.jspecify.annotations.NullMarked;
