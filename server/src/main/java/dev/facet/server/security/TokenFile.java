package dev.facet.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.facet.server.config.BadConfigException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The form of the file of tokens: one token a line, {@code NAME SCOPE SHA256-HEX}, with spaces or
 * tabs between. The name is for people, and several tokens may have the same; the scope is {@code
 * embed} or {@code admin}; the digest is of the token's characters. {@code #} begins a comment.
 *
 * <p>The file holds digests only, so who reads it can call nothing. Messages repeat nothing of it,
 * since what stands in the wrong place may be a token.
 */
public final class TokenFile {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern SPACES = Pattern.compile("[ \\t]+");

  private static final String NAME_FORM =
      "1 to 63 letters, digits, '.', '_' and '-', the first a letter or a digit";

  private TokenFile() {}

  /**
   * The line for a token.
   *
   * @throws IllegalArgumentException if the name is none
   */
  public static String line(String name, Scope scope, String token) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name: " + name + " (expected: " + NAME_FORM + ")");
    }
    return name + " " + scope + " " + digest(token);
  }

  /** The digest of a token, as the file has it. */
  static String digest(String token) {
    return Sha256.hex(token.getBytes(UTF_8));
  }

  /**
   * Reads a file.
   *
   * @return whose each token is, by its digest
   * @throws BadConfigException if a line is none, or there is no token
   */
  static Map<String, Identity> parse(SettingFile file, byte[] contents) {
    Map<String, Identity> identities = new HashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    int number = 0;
    for (String line : new String(contents, UTF_8).lines().toList()) {
      number++;
      String text = line.split("#", 2)[0].strip();
      if (text.isEmpty()) {
        continue;
      }
      String[] words = SPACES.split(text);
      Identity identity = identity(file, number, words);
      String digest = words[2].toLowerCase(Locale.ROOT);
      Integer earlier = lines.putIfAbsent(digest, number);
      if (earlier != null) {
        throw refusal(file, number, "the token of line " + earlier, "each token once");
      }
      identities.put(digest, identity);
    }
    if (identities.isEmpty()) {
      throw file.refusal("no token");
    }
    return Map.copyOf(identities);
  }

  private static Identity identity(SettingFile file, int line, String[] words) {
    if (words.length != 3) {
      throw refusal(file, line, words.length + " words", "NAME SCOPE SHA256-HEX");
    }
    if (!NAME.matcher(words[0]).matches()) {
      throw refusal(file, line, "not a name", NAME_FORM);
    }
    Optional<Scope> scope =
        Arrays.stream(Scope.values()).filter(each -> each.toString().equals(words[1])).findFirst();
    if (scope.isEmpty()) {
      throw refusal(file, line, "not a scope", "embed or admin");
    }
    if (!DIGEST.matcher(words[2]).matches()) {
      throw refusal(file, line, "not a digest", "SHA-256 as 64 hexadecimal digits");
    }
    return Identity.ofToken(words[0], scope.get());
  }

  private static BadConfigException refusal(
      SettingFile file, int line, String wrong, String expected) {
    return BadConfigException.of(
        file.key(), file.path() + ", line " + line + ": " + wrong, expected);
  }
}
