package dev.facet.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What must not be found in a text: pieces of secrets, in every form in which Java code is likely
 * to have written them.
 */
final class Needles {

  /** Bytes of a piece: too many to be met by chance. */
  private static final int PIECE = 9;

  private static final int PIECES = 16;

  /** Characters of a number: fewer would be met by chance. */
  private static final int DIGITS = 8;

  /** What each is a piece of. */
  private final Map<String, String> needles = new LinkedHashMap<>();

  /** Bytes of an image: its first and last, and some between. */
  void bytes(String what, byte[] bytes) {
    int step = Math.max((bytes.length - PIECE) / (PIECES - 1) / 3 * 3, 3);
    IntStream.iterate(0, at -> at <= bytes.length - PIECE, at -> at + step)
        .forEach(at -> piece(what, Arrays.copyOfRange(bytes, at, at + PIECE)));
    piece(what, Arrays.copyOfRange(bytes, bytes.length - PIECE, bytes.length));
  }

  private void piece(String what, byte[] piece) {
    add(what + " in hexadecimal", HexFormat.of().formatHex(piece));
    add(what + " in hexadecimal", HexFormat.of().withUpperCase().formatHex(piece));
    add(what + " in hexadecimal", HexFormat.ofDelimiter(" ").formatHex(piece));
    // Pieces begin at multiples of three, where Base64 of the whole begins a group.
    add(what + " in Base64", Base64.getEncoder().encodeToString(piece));
    add(what + " in Base64", Base64.getUrlEncoder().encodeToString(piece));
    add(what + " as a list", inner(Arrays.toString(piece)));
    add(
        what + " as a list",
        IntStream.range(0, piece.length)
            .mapToObj(i -> String.valueOf(piece[i] & 255))
            .collect(Collectors.joining(", ")));
    add(what + " as text", new String(piece, ISO_8859_1));
    add(what + " as text", new String(piece, UTF_8));
    add(what + " as protobuf has it", TextFormat.escapeBytes(ByteString.copyFrom(piece)));
  }

  /** Numbers, such as those of an embedding. */
  void numbers(String what, List<Float> values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        continue;
      }
      for (String text :
          List.of(
              Float.toString(value),
              Double.toString(value),
              new BigDecimal(value).toPlainString(),
              String.format(Locale.ROOT, "%.6f", value),
              String.format(Locale.ROOT, "%e", value),
              Float.toHexString(value),
              Integer.toHexString(Float.floatToIntBits(value)))) {
        if (text.length() >= DIGITS && !text.matches("-?[01]\\.0+")) {
          add(what, text);
        }
      }
    }
  }

  /** A text, such as a token; also its digest. */
  void text(String what, String text) {
    add(what, text);
    byte[] digest = sha256(text);
    add("the digest of " + what, HexFormat.of().formatHex(digest));
    add("the digest of " + what, Base64.getEncoder().withoutPadding().encodeToString(digest));
  }

  /** How many there are. */
  int count() {
    return needles.size();
  }

  /** What is found first in a text, with what stands around it; null: nothing. */
  @Nullable String in(String text) {
    for (Map.Entry<String, String> needle : needles.entrySet()) {
      int at = text.indexOf(needle.getKey());
      if (at >= 0) {
        String around = text.substring(Math.max(at - 200, 0), Math.min(at + 100, text.length()));
        return needle.getValue() + ": " + around;
      }
    }
    return null;
  }

  private void add(String what, String needle) {
    needles.put(needle, what);
  }

  private static String inner(String list) {
    return list.substring(1, list.length() - 1);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
