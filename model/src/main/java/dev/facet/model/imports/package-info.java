/** Finds out what a published model's files tell, so that its manifest writes itself. */
@NullMarked
package dev.facet.model.imports;

import org.jspecify.annotations.NullMarked;
