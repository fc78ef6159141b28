package dev.facet.server.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.server.config.AuthConfig;
import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

  private static final Optional<Identity> GATE = Optional.of(Identity.ofToken("gate", Scope.EMBED));

  private final Path file;

  TokensTest(@TempDir Path directory) {
    file = directory.resolve("tokens.txt");
  }

  @Test
  void token_isKnownByItsDigest_andTheDigestIsNone() throws Exception {
    Files.writeString(file, TokenFile.line("gate", Scope.EMBED, "old"));
    try (Credentials credentials = read()) {
      assertEquals(GATE, identify(credentials, "old"));
      assertEquals(Optional.empty(), identify(credentials, "Old"));
      assertEquals(Optional.empty(), identify(credentials, TokenFile.digest("old")));
      assertEquals(Optional.empty(), identify(credentials, ""));
    }
  }

  @Test
  void rotation_takesTheOldAndTheNewTokenWhileBothAreInTheFile() throws Exception {
    String old = TokenFile.line("gate", Scope.EMBED, "old");
    String renewed = TokenFile.line("gate", Scope.EMBED, "new");
    Files.writeString(file, old);
    try (Credentials credentials = read()) {
      change(credentials, old + "\n" + renewed);
      assertEquals(GATE, identify(credentials, "old"));
      assertEquals(GATE, identify(credentials, "new"));

      change(credentials, renewed);
      assertEquals(Optional.empty(), identify(credentials, "old"));
      assertEquals(GATE, identify(credentials, "new"));
    }
  }

  @Test
  void brokenChange_leavesTheTokensInForce_andIsLoggedWithoutThem() throws Exception {
    Files.writeString(file, TokenFile.line("gate", Scope.EMBED, "old"));
    try (Credentials credentials = read();
        Log log = new Log(WatchedFiles.class)) {
      change(credentials, "gate embed new");

      assertEquals(GATE, identify(credentials, "old"));
      assertEquals(
          "[auth.tokens: "
              + file
              + ", line 1: not a digest (expected: SHA-256 as 64 hexadecimal digits); what was"
              + " read before stays in force]",
          log.warnings().toString());
    }
  }

  @Test
  void emptiedFile_leavesTheTokensInForce() throws Exception {
    Files.writeString(file, TokenFile.line("gate", Scope.EMBED, "old"));
    try (Credentials credentials = read()) {
      change(credentials, "");

      assertEquals(GATE, identify(credentials, "old"));
    }
  }

  @Test
  void missingFile_endsTheStart() {
    String message =
        String.valueOf(assertThrows(BadConfigException.class, this::read).getMessage());

    assertTrue(message.startsWith("auth.tokens: " + file + ": no such file"), message);
  }

  private void change(Credentials credentials, String text) throws IOException {
    Files.writeString(file, text);
    credentials.look();
    credentials.look();
  }

  private static Optional<Identity> identify(Credentials credentials, String token) {
    try {
      return Optional.of(credentials.bearers().orElseThrow().identify(token));
    } catch (UnauthenticatedException refused) {
      assertEquals(UnauthenticatedException.Reason.UNKNOWN_TOKEN, refused.reason());
      return Optional.empty();
    }
  }

  private Credentials read() {
    return Credentials.read(
        new ServerConfig.Tls("", "", ""),
        new AuthConfig(file.toString(), "", "", ""),
        InstantSource.system());
  }
}
