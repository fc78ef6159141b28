/** How fast the engine embeds, with and without what tunes it. */
@NullMarked
package dev.facet.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
