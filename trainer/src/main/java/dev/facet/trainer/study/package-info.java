/**
 * Comparisons: the same training with one thing or another changed, with several seeds each, and
 * what came of it as a table and a picture.
 */
@NullMarked
package dev.facet.trainer.study;

import org.jspecify.annotations.NullMarked;
