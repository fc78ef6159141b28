/** A candidate version that embeds faces again, to be measured against the live one. */
@NullMarked
package dev.facet.server.shadow;

import org.jspecify.annotations.NullMarked;
