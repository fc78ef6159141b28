package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Timeline;
import dev.facet.server.security.Scope;
import dev.facet.server.security.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Replaces the server's certificate and the token of its callers while it serves, as an operator
 * does: the new token beside the old one, then the clients, then the old one out. Each step is
 * checked over new connections. Used by one thread at a time.
 */
final class Rotation {

  /** The server looks at its files every two seconds, and takes what it sees twice. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int TOKEN_BYTES = 32;

  private final Authority authority;
  private final Path directory;
  private final Timeline timeline;
  private final String first;
  private final AtomicInteger done = new AtomicInteger();

  /**
   * Writes the first certificate and the first token.
   *
   * @param directory holds the files
   */
  Rotation(Authority authority, Path directory, Timeline timeline)
      throws IOException, InterruptedException {
    this.authority = authority;
    this.directory = directory;
    this.timeline = timeline;
    this.first = newToken();
    authority.issue().write(certificate(), key());
    writeTokens(first);
  }

  Path certificate() {
    return directory.resolve("server.pem");
  }

  Path key() {
    return directory.resolve("server.key");
  }

  Path tokens() {
    return directory.resolve("tokens.txt");
  }

  /** The token that the file has at first; it may also change models. */
  String firstToken() {
    return first;
  }

  /** How often all of it was replaced, and checked. */
  int done() {
    return done.get();
  }

  /**
   * Rotates for some time.
   *
   * @param every from the begin of one rotation to that of the next; none begins later than {@code
   *     time} after the begin
   * @throws IOException if the server does not take what it should
   */
  void run(Access access, Duration every, Duration time) throws Exception {
    long begin = timeline.nanoTime();
    for (long due = every.toNanos();
        due < time.toNanos();
        due = Math.max(due + every.toNanos(), timeline.nanoTime() - begin)) {
      timeline.await(begin + due);
      rotate(access);
    }
  }

  private void rotate(Access access) throws Exception {
    String old = access.token();
    String next = newToken();
    Authority.Issued issued = authority.issue();
    Certificate wanted = issued.certificate();
    issued.write(certificate(), key());
    writeTokens(old, next);
    await("the new certificate is not shown", () -> access.shownCertificate().equals(wanted));
    await("the new token is not taken", () -> access.takes(next));
    access.use(next);
    writeTokens(next);
    await("the old token is taken still", () -> !access.takes(old));
    done.incrementAndGet();
  }

  private void await(String otherwise, Callable<Boolean> condition) throws Exception {
    long begin = timeline.nanoTime();
    while (!condition.call()) {
      long now = timeline.nanoTime();
      if (now - begin > BOUND.toNanos()) {
        throw new IOException(otherwise + ", " + BOUND.toSeconds() + " s after it was replaced");
      }
      timeline.await(now + LOOK.toNanos());
    }
  }

  private void writeTokens(String... tokens) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String token : tokens) {
      lines.append(TokenFile.line("soak", Scope.ADMIN, token)).append('\n');
    }
    Path whole = Files.writeString(directory.resolve(".tokens"), lines);
    Files.move(whole, tokens(), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String newToken() {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
