package dev.facet.model.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 hexadecimal digits in lower case. */
public final class Sha256 {
  private Sha256() {}

  /** The digest of some bytes. */
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(algorithm().digest(content));
  }

  /** The digest of a file, which is read once. */
  public static String hex(Path file) throws IOException {
    return hexOfCopied(file, OutputStream.nullOutputStream());
  }

  /** Copies a file, which is read once, and gives the digest of what was copied. */
  public static String hexOfCopied(Path file, OutputStream out) throws IOException {
    MessageDigest sha256 = algorithm();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
