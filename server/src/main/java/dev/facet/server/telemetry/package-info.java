/** What the server measures of itself, as Micrometer meters. */
@NullMarked
package dev.facet.server.telemetry;

import org.jspecify.annotations.NullMarked;
