/** Pictures of faces that are written to files. */
@NullMarked
package dev.facet.cli.picture;

import org.jspecify.annotations.NullMarked;
