/** The services on the wire: generated messages become calls on the server's parts, and back. */
@NullMarked
package dev.facet.server.rpc;

import org.jspecify.annotations.NullMarked;
