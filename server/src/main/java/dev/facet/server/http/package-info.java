/** What operators, orchestrators and Prometheus ask over HTTP. */
@NullMarked
package dev.facet.server.http;

import org.jspecify.annotations.NullMarked;
