package dev.facet.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What can happen to a file of a version. */
public final class Damage {

  /** Offset in a tiny model's parameters of the lowest byte of a weight: it stays a number. */
  public static final int WEIGHT = 500;

  private Damage() {}

  /** Flips the bits of a byte, in place. */
  public static void flip(Path file, int offset) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.seek(offset);
      int value = content.read();
      content.seek(offset);
      content.write(value ^ 0xff);
    }
  }

  /** Cuts off the second half. */
  static void halve(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
  }

  /** Replaces a text that is in the file. */
  static void replace(Path file, String text, String with) throws IOException {
    String content = Files.readString(file);
    if (!content.contains(text)) {
      throw new IllegalArgumentException(text + ": not in the file (expected: in it)");
    }
    Files.writeString(file, content.replace(text, with));
  }
}
