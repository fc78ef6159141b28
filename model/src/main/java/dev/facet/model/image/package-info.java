/** Images of faces: decoding them, aligning them, and making them a model's input. */
@NullMarked
package dev.facet.model.image;

import org.jspecify.annotations.NullMarked;
