/** Tests of certificates and tokens: real files, real TLS over loopback. */
@NullMarked
package dev.facet.server.security;

import org.jspecify.annotations.NullMarked;
