package dev.facet.server.security;

import dev.facet.server.security.UnauthenticatedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Tells who calls by the token of a call: one of the file, or a JWT. Where both are taken, what has
 * the form of a JWT is looked at as one. Thread-safe.
 */
public final class Bearers {

  /** Beyond it nothing is digested or verified; far above what issuers put into a JWT. */
  private static final int LONGEST = 8 << 10;

  private final @Nullable Tokens tokens;
  private final @Nullable Jwts jwts;

  Bearers(@Nullable Tokens tokens, @Nullable Jwts jwts) {
    this.tokens = tokens;
    this.jwts = jwts;
  }

  /**
   * Whose token it is.
   *
   * @throws UnauthenticatedException if it is nobody's, or no longer good, or longer than 8 KiB
   */
  public Identity identify(String bearer) throws UnauthenticatedException {
    if (bearer.length() > LONGEST) {
      throw new UnauthenticatedException(Reason.UNKNOWN_TOKEN);
    }
    if (jwts != null && (tokens == null || Jwts.hasForm(bearer))) {
      return jwts.identify(bearer);
    }
    if (tokens == null) {
      throw new UnauthenticatedException(Reason.UNKNOWN_TOKEN);
    }
    return tokens
        .identify(bearer)
        .orElseThrow(() -> new UnauthenticatedException(Reason.UNKNOWN_TOKEN));
  }
}
