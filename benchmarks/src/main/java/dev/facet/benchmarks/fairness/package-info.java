/** What a caller who asks for little gets beside callers who ask for all they can. */
@NullMarked
package dev.facet.benchmarks.fairness;

import org.jspecify.annotations.NullMarked;
