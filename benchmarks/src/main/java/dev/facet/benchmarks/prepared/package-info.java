/** Models made ready to be measured. */
@NullMarked
package dev.facet.benchmarks.prepared;

import org.jspecify.annotations.NullMarked;
