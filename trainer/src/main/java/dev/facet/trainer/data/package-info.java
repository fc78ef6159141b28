/** What a model learns from: photos of faces, and whose they are. */
@NullMarked
package dev.facet.trainer.data;

import org.jspecify.annotations.NullMarked;
