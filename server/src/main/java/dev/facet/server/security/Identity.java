package dev.facet.server.security;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
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

  /**
   * A caller that has shown no token.
   *
   * @param session of its connection; null: it is not encrypted
   * @param address where it calls from, without the port
   */
  public static Identity ofConnection(@Nullable SSLSession session, String address) {
    if (session != null) {
      try {
        if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
          return new Identity(
              Kind.CERTIFICATE, certificate.getSubjectX500Principal().getName(), null);
        }
      } catch (SSLPeerUnverifiedException e) {
        // A client without a certificate, which is known by its address.
      }
    }
    return new Identity(Kind.ADDRESS, address, null);
  }

  /** Whether the caller may do what needs that scope. */
  public boolean covers(Scope needed) {
    return scope != null && scope.covers(needed);
  }
}
