package dev.facet.model.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files of keys (RFC 7468). Text between the blocks is for people. */
final class PemFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final String BEGIN = "-----BEGIN ";
  private static final Pattern BLOCK =
      Pattern.compile(BEGIN + "([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private PemFile() {}

  /**
   * What the blocks of a file hold.
   *
   * @param label of every block, such as {@code PUBLIC KEY}
   * @param expected what the file should be, for messages
   * @return one or more
   * @throws BadSignatureException if the file cannot be read, or holds none or another block
   */
  static List<byte[]> blocks(Path file, String label, String expected)
      throws BadSignatureException {
    String text = text(file, expected);
    List<byte[]> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (!block.group(1).equals(label)) {
        throw refusal(file, "holds a " + block.group(1), expected);
      }
      try {
        blocks.add(Base64.getDecoder().decode(block.group(2).replaceAll("\\s", "")));
      } catch (IllegalArgumentException notBase64) {
        throw refusal(file, "a broken block", expected);
      }
    }
    if (blocks.isEmpty() || blocks.size() != text.split(BEGIN, -1).length - 1) {
      throw refusal(file, blocks.isEmpty() ? "no such block" : "a broken block", expected);
    }
    return blocks;
  }

  private static String text(Path file, String expected) throws BadSignatureException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw refusal(file, "larger than 1 MiB", expected);
      }
      return new String(content, StandardCharsets.ISO_8859_1);
    } catch (BadSignatureException e) {
      throw e;
    } catch (IOException e) {
      throw refusal(file, "cannot be read", expected);
    }
  }

  static BadSignatureException refusal(Path file, String problem, String expected) {
    return new BadSignatureException(file, problem + " (expected: " + expected + ")");
  }
}
