package dev.facet.server.security;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tokens that the server takes, by the latest file. Holds their digests only. Thread-safe. */
final class Tokens implements WatchedFiles.Use {

  private final SettingFile file;
  private volatile Map<String, Identity> identities = Map.of();

  /** Knows the file, and has not read it yet. */
  Tokens(Path file) {
    this.file =
        new SettingFile("auth.tokens", file, "a file of lines NAME SCOPE SHA256-HEX, at least one");
  }

  List<SettingFile> files() {
    return List.of(file);
  }

  /**
   * Whose token it is; empty: nobody's.
   *
   * <p>A plain look-up: what its time could tell is how a digest begins, and nobody can choose a
   * token by the digest that it will have.
   */
  Optional<Identity> identify(String token) {
    return Optional.ofNullable(identities.get(TokenFile.digest(token)));
  }

  @Override
  public void take(List<byte[]> contents) {
    identities = TokenFile.parse(file, contents.get(0));
  }
}
