package dev.facet.trainer.data.recordio;

import dev.facet.trainer.data.BadDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where each record of a RecordIO file begins: the lines {@code KEY TAB OFFSET} of an {@code .idx}
 * file. Immutable.
 */
final class RecordIndex {

  private static final int FIRST_CAPACITY = 1024;

  private final int[] keys;
  private final long[] offsets;

  private RecordIndex(int[] keys, long[] offsets) {
    this.keys = keys;
    this.offsets = offsets;
  }

  /**
   * Reads an index.
   *
   * @throws BadDataException for a line that is none, and for a key that comes twice
   */
  static RecordIndex read(Path file) throws IOException {
    int[] keys = new int[FIRST_CAPACITY];
    long[] offsets = new long[FIRST_CAPACITY];
    int size = 0;
    boolean ascending = true;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (size == keys.length) {
          keys = Arrays.copyOf(keys, 2 * size);
          offsets = Arrays.copyOf(offsets, 2 * size);
        }
        int tab = line.indexOf('\t');
        keys[size] =
            (int) number(file, size, line.substring(0, Math.max(0, tab)), Integer.MAX_VALUE);
        offsets[size] = number(file, size, line.substring(tab + 1), Long.MAX_VALUE);
        ascending &= size == 0 || keys[size - 1] < keys[size];
        size++;
      }
    }
    RecordIndex index = new RecordIndex(Arrays.copyOf(keys, size), Arrays.copyOf(offsets, size));
    return ascending ? index : index.sorted(file);
  }

  private static long number(Path file, int line, String text, long largest)
      throws BadDataException {
    try {
      long number = Long.parseLong(text.strip());
      if (number >= 0 && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new BadDataException(
        file, "line " + (line + 1) + " (expected: a key, a tab and an offset, both at least 0)");
  }

  private RecordIndex sorted(Path file) throws BadDataException {
    Integer[] order = new Integer[keys.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Integer.compare(keys[a], keys[b]));
    int[] sortedKeys = new int[keys.length];
    long[] sortedOffsets = new long[keys.length];
    for (int i = 0; i < order.length; i++) {
      sortedKeys[i] = keys[order[i]];
      sortedOffsets[i] = offsets[order[i]];
      if (i > 0 && sortedKeys[i] == sortedKeys[i - 1]) {
        throw new BadDataException(file, "key " + sortedKeys[i] + " comes twice (expected: once)");
      }
    }
    return new RecordIndex(sortedKeys, sortedOffsets);
  }

  /** The keys, ascending. A copy. */
  int[] keys() {
    return keys.clone();
  }

  /** Where a record begins in the file, in bytes, or -1 if there is none of this key. */
  long offset(int key) {
    int found = Arrays.binarySearch(keys, key);
    return found < 0 ? -1 : offsets[found];
  }
}
