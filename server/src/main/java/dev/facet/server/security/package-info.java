/** How the server proves who it is, and who may call it: certificates and tokens, from files. */
@NullMarked
package dev.facet.server.security;

import org.jspecify.annotations.NullMarked;
