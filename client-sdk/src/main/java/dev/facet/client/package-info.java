/** Facet. */
@NullMarked
package dev.facet.client;

import org.jspecify.annotations.NullMarked;
