/** Results as tables and pictures. */
@NullMarked
package dev.facet.benchmarks.report;

import org.jspecify.annotations.NullMarked;
