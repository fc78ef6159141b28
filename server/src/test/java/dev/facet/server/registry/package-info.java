/** Tests of the models that are served, on the real engine. */
@NullMarked
package dev.facet.server.registry;

import org.jspecify.annotations.NullMarked;
