/** How well embeddings tell people apart: pair lists, landmarks, ROC curves, accuracy. */
@NullMarked
package dev.facet.model.evaluation;

import org.jspecify.annotations.NullMarked;
