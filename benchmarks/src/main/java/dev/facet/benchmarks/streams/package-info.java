/** What open streams cost a server: work for each request, and memory while they are idle. */
@NullMarked
package dev.facet.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
