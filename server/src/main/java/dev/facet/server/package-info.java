/** The embedding server: puts its parts together, starts them and stops them. */
@NullMarked
package dev.facet.server;

import org.jspecify.annotations.NullMarked;
