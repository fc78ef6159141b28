/** Photos to embeddings, many at a time, by a server or by a model in this process. */
@NullMarked
package dev.facet.cli.face;

import org.jspecify.annotations.NullMarked;
