package dev.facet.cli;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A line of the file that {@code auth.tokens} names. */
final class TokenLine {
  private TokenLine() {}

  static String of(String name, String scope, String token) throws GeneralSecurityException {
    return name + " " + scope + " " + sha256(token) + "\n";
  }

  static String sha256(String token) throws GeneralSecurityException {
    byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
