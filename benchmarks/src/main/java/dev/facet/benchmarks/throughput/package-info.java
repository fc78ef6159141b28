/** How many faces a second the engine, the images, gRPC and the server do, beside each other. */
@NullMarked
package dev.facet.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
