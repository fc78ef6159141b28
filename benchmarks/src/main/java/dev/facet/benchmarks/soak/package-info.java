/** A server under all that it meets in a day, for many minutes: whether it keeps working. */
@NullMarked
package dev.facet.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
