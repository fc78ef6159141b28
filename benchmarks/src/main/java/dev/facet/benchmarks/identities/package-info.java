/** What a head over many identities costs: all of them trained in a step, or a sample. */
@NullMarked
package dev.facet.benchmarks.identities;

import org.jspecify.annotations.NullMarked;
