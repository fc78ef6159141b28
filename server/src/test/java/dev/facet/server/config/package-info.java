/** Tests of the configuration. */
@NullMarked
package dev.facet.server.config;

import org.jspecify.annotations.NullMarked;
