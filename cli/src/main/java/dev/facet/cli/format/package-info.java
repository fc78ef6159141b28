/** Embeddings as JSON, CSV and NumPy files. */
@NullMarked
package dev.facet.cli.format;

import org.jspecify.annotations.NullMarked;
