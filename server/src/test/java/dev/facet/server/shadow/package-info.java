/** Tests of shadows, on the real engine. */
@NullMarked
package dev.facet.server.shadow;

import org.jspecify.annotations.NullMarked;
