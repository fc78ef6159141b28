/** Load on a server: requests at times that are set beforehand, and what comes of each. */
@NullMarked
package dev.facet.benchmarks.load;

import org.jspecify.annotations.NullMarked;
