/** The training loop beside the bare computation of its steps. */
@NullMarked
package dev.facet.benchmarks.training;

import org.jspecify.annotations.NullMarked;
