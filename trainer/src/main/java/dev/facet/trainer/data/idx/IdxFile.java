package dev.facet.trainer.data.idx;

import dev.facet.trainer.data.BadDataException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of the format in which MNIST is published (LeCun, Cortes, Burges, "The MNIST database"):
 * an array of bytes with its sizes in front, all big-endian.
 */
final class IdxFile {

  /** In memory; the images of MNIST have 47 MB. */
  private static final long MAX_BYTES = 1L << 30;

  /** Of unsigned bytes, in the third byte of the file. */
  private static final int UNSIGNED_BYTES = 0x08;

  private final int[] sizes;
  private final byte[] bytes;

  private IdxFile(int[] sizes, byte[] bytes) {
    this.sizes = sizes;
    this.bytes = bytes;
  }

  /** The size of a dimension, 0 or more. */
  int size(int dimension) {
    return sizes[dimension];
  }

  /** As many as the product of the sizes; the last dimension varies fastest. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Reads a file, compressed by gzip if its name ends in {@code .gz}.
   *
   * @param dimensions that it should have
   * @throws BadDataException if it is not of the format, or has more than 1 GiB
   * @throws IOException if it cannot be read
   */
  static IdxFile read(Path file, int dimensions) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in =
            new DataInputStream(
                new BufferedInputStream(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw))) {
      int magic = in.readInt();
      int expected = UNSIGNED_BYTES << 8 | dimensions;
      if (magic != expected) {
        throw new BadDataException(
            file, "begins with 0x%08x (expected: 0x%08x)".formatted(magic, expected));
      }
      int[] sizes = new int[dimensions];
      for (int i = 0; i < dimensions; i++) {
        sizes[i] = in.readInt();
      }
      byte[] bytes = new byte[length(file, sizes)];
      in.readFully(bytes);
      if (in.read() >= 0) {
        throw new BadDataException(
            file, "goes on after its end (expected: sizes " + Arrays.toString(sizes) + ")");
      }
      return new IdxFile(sizes, bytes);
    } catch (EOFException e) {
      throw new BadDataException(file, "ends too early (expected: as many bytes as its sizes say)");
    } catch (ZipException e) {
      throw new BadDataException(file, e.getMessage() + " (expected: a file of gzip)");
    }
  }

  private static int length(Path file, int[] sizes) throws BadDataException {
    long length = 1;
    for (int size : sizes) {
      if (size < 0 || (length *= size) > MAX_BYTES) {
        throw new BadDataException(
            file,
            "sizes %s (expected: at least 0, with a product of at most %d)"
                .formatted(Arrays.toString(sizes), MAX_BYTES));
      }
    }
    return (int) length;
  }
}
