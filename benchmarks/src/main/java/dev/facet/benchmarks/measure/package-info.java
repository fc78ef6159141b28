/** What is measured of any benchmark: speed, memory, spread, slope. */
@NullMarked
package dev.facet.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
