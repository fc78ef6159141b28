/** Tests of the services' parts. */
@NullMarked
package dev.facet.server.rpc;

import org.jspecify.annotations.NullMarked;
