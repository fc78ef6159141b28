/** The server under test, as a process of its own. */
@NullMarked
package dev.facet.benchmarks.server;

import org.jspecify.annotations.NullMarked;
