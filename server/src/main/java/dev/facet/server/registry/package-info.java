/** Which models are loaded, which version of each is live, and how one replaces another. */
@NullMarked
package dev.facet.server.registry;

import org.jspecify.annotations.NullMarked;
