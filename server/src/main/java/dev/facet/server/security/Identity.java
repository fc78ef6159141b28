package dev.facet.server.security;

import org.jspecify.annotations.Nullable;

/**
 * Who calls, as well as the server knows.
 *
 * @param kind by what the caller is known
 * @param name the name of the caller's token, the subject of its JWT or certificate, or its address
 * @param scope what it may do by that; null: nothing that needs a scope
 */
public record Identity(Kind kind, String name, @Nullable Scope scope) {

  /** By what a caller is known, the best first. */
  public enum Kind {
    /** A token of the server's file. */
    TOKEN,
    /** A JWT of the server's issuer. */
    JWT,
    /** The certificate of its connection. */
    CERTIFICATE,
    /** Nothing but the address that it calls from. */
    ADDRESS
  }

  /** The holder of a token of the file. */
  static Identity ofToken(String name, Scope scope) {
    return new Identity(Kind.TOKEN, name, scope);
  }

  /** The subject of a JWT. */
  static Identity ofJwt(String subject, @Nullable Scope scope) {
    return new Identity(Kind.JWT, subject, scope);
  }

  /** Whether the caller may do what needs that scope. */
  public boolean covers(Scope needed) {
    return scope != null && scope.covers(needed);
  }
}
