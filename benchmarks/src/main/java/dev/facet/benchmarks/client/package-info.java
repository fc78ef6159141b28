/** What the Java client adds to the generated stubs that it is made of. */
@NullMarked
package dev.facet.benchmarks.client;

import org.jspecify.annotations.NullMarked;
