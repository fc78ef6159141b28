package dev.facet.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.server.config.BadConfigException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {

  private static final SettingFile FILE =
      new SettingFile("auth.tokens", Path.of("tokens.txt"), "lines");

  @Test
  void lines_areReadBesideCommentsAndInAnySpacing() {
    String digest = TokenFile.digest("second").toUpperCase(Locale.ROOT);
    String text =
        "# made in May\r\n\n"
            + TokenFile.line("gate-7", Scope.EMBED, "first")
            + "\r\n \toperator\t admin  "
            + digest
            + "  # until June\n"
            + TokenFile.line("gate-7", Scope.EMBED, "third");

    assertEquals(
        Map.of(
            TokenFile.digest("first"), Identity.ofToken("gate-7", Scope.EMBED),
            TokenFile.digest("second"), Identity.ofToken("operator", Scope.ADMIN),
            TokenFile.digest("third"), Identity.ofToken("gate-7", Scope.EMBED)),
        parse(text));
  }

  @Test
  void digest_isSha256AsHexadecimalDigits() {
    // The example of FIPS 180.
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        TokenFile.digest("abc"));
  }

  /** In each text, SECRET is what must not be repeated, and DIGEST a digest. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          ""; tokens.txt: no token (expected: lines)
          "# only a comment"; tokens.txt: no token (expected: lines)
          SECRET; tokens.txt, line 1: 1 words (expected: NAME SCOPE SHA256-HEX)
          one SECRET; tokens.txt, line 1: 2 words (expected: NAME SCOPE SHA256-HEX)
          one embed DIGEST SECRET; tokens.txt, line 1: 4 words (expected: NAME SCOPE SHA256-HEX)
          .SECRET embed DIGEST; tokens.txt, line 1: not a name (expected: 1 to 63 letters, digits, \
          '.', '_' and '-', the first a letter or a digit)
          one SECRET DIGEST; tokens.txt, line 1: not a scope (expected: embed or admin)
          one ADMIN DIGEST; tokens.txt, line 1: not a scope (expected: embed or admin)
          one embed SECRET; tokens.txt, line 1: not a digest (expected: SHA-256 as 64 hexadecimal \
          digits)
          one embed DIGEST0; tokens.txt, line 1: not a digest (expected: SHA-256 as 64 hexadecimal \
          digits)
          one embed DIGEST|#|two admin DIGEST; tokens.txt, line 3: the token of line 1 (expected: \
          each token once)
          """)
  void mistake_isRefusedWithItsLine_andNothingOfTheFile(String text, String message) {
    String digest = TokenFile.digest("abc");
    String contents = text.replace("DIGEST", digest).replace('|', '\n');

    BadConfigException refused = assertThrows(BadConfigException.class, () -> parse(contents));

    assertEquals("auth.tokens: " + message, refused.getMessage());
    assertFalse(refused.toString().contains("SECRET"));
    assertFalse(refused.toString().contains(digest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "-a", "a#", "ä"})
  void nameThatTheFileCannotHold_getsNoLine(String name) {
    assertThrows(IllegalArgumentException.class, () -> TokenFile.line(name, Scope.EMBED, "token"));
  }

  private static Map<String, Identity> parse(String text) {
    return TokenFile.parse(FILE, text.getBytes(UTF_8));
  }
}
