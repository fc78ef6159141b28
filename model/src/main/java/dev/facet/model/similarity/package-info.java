/** How alike two embeddings are. */
@NullMarked
package dev.facet.model.similarity;

import org.jspecify.annotations.NullMarked;
