/** Tests of what the server measures of itself. */
@NullMarked
package dev.facet.server.telemetry;

import org.jspecify.annotations.NullMarked;
