/** Tests of the whole server: real gRPC on loopback, the real engine. */
@NullMarked
package dev.facet.server;

import org.jspecify.annotations.NullMarked;
