/** The benchmarks as commands. */
@NullMarked
package dev.facet.benchmarks;

import org.jspecify.annotations.NullMarked;
