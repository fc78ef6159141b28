/** Files and directories on disk that appear whole or not at all. */
@NullMarked
package dev.facet.model.staging;

import org.jspecify.annotations.NullMarked;
