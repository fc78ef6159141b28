/** Pairs of photos by which a model is judged while it learns. */
@NullMarked
package dev.facet.trainer.data.verification;

import org.jspecify.annotations.NullMarked;
