/** Versions that are swapped under load: whether anything is lost, wrong, late or leaked. */
@NullMarked
package dev.facet.benchmarks.swap;

import org.jspecify.annotations.NullMarked;
