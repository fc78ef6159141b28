/** Signatures of versions: who vouches for the files of a bundle, and for which. */
@NullMarked
package dev.facet.model.signing;

import org.jspecify.annotations.NullMarked;
