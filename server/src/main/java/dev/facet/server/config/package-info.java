/** The server's configuration: typed, validated, read from file, environment and flags. */
@NullMarked
package dev.facet.server.config;

import org.jspecify.annotations.NullMarked;
