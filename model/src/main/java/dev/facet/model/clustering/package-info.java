/** Which photos show the same person, when nobody is known: clusters of templates. */
@NullMarked
package dev.facet.model.clustering;

import org.jspecify.annotations.NullMarked;
