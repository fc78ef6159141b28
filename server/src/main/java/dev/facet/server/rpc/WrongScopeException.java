package dev.facet.server.rpc;

import dev.facet.server.security.Identity;
import dev.facet.server.security.Scope;

/** A call whose token is good for less than the call needs. */
final class WrongScopeException extends Exception {

  private static final long serialVersionUID = 1L;

  WrongScopeException(Identity caller, Scope needed) {
    super(
        "authorization: a token of "
            + (caller.scope() == null ? "no scope" : "scope " + caller.scope())
            + ", that of "
            + caller.name()
            + " (expected: scope "
            + needed
            + ")");
  }
}
