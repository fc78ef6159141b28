package dev.facet.server.config;

/**
 * Who may call. The files are read again when they change.
 *
 * @param tokens file of tokens that callers may use; empty: none
 * @param jwks file of the public keys of the issuer whose JWTs callers may use; empty: none
 * @param jwtIssuer what the claim {@code iss} of a JWT must be; set where the keys are
 * @param jwtAudience what the claim {@code aud} of a JWT must be or hold; set where the keys are
 */
public record AuthConfig(
    @Setting(defaultValue = "", expected = "a file, or nothing") String tokens,
    @Setting(defaultValue = "", expected = "a JWK Set file, or nothing") String jwks,
    @Setting(defaultValue = "", expected = "a text, or nothing") String jwtIssuer,
    @Setting(defaultValue = "", expected = "a text, or nothing") String jwtAudience) {

  /** Whether calls need a token, of either kind. */
  public boolean enabled() {
    return takesTokens() || takesJwts();
  }

  /** Whether the tokens of a file are taken. */
  public boolean takesTokens() {
    return !tokens.isEmpty();
  }

  /** Whether JWTs are taken. */
  public boolean takesJwts() {
    return !jwks.isEmpty();
  }

  void requireWhole() {
    requireBeside("auth.jwt-issuer", jwtIssuer);
    requireBeside("auth.jwt-audience", jwtAudience);
  }

  private void requireBeside(String key, String value) {
    if (takesJwts() && value.isEmpty()) {
      throw BadConfigException.of(key, value, "a text, since auth.jwks is set");
    }
    if (!takesJwts() && !value.isEmpty()) {
      throw BadConfigException.of("auth.jwks", jwks, "a JWK Set file, since " + key + " is set");
    }
  }
}
