package dev.facet.trainer.data.recordio;

import dev.facet.trainer.data.BadDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The records that are photos of a RecordIO file, and the person of each. Immutable.
 *
 * <p>In InsightFace's layout record 0 has two labels a and b: records 1 to a - 1 are photos,
 * records a to b - 1 are people. A person's two labels c and d say that records c to d - 1 are the
 * person's photos; who it is stands in these photos' own labels, of which the first counts. Without
 * such a record 0, as MXNet's {@code im2rec} writes, every record is a photo.
 */
final class LabelledKeys {

  /** Above it, float32 has no longer every integer. */
  static final int LARGEST_LABEL = 1 << 24;

  /** A photo each: label in the upper half, key in the lower; ascending. */
  private final long[] faces;

  private LabelledKeys(long[] faces) {
    this.faces = faces;
  }

  /**
   * Reads who is where.
   *
   * @param file for messages
   * @param classes labels are below it
   */
  static LabelledKeys find(Path file, RecordReader records, int classes) throws IOException {
    return new Finder(file, records, classes).find();
  }

  int size() {
    return faces.length;
  }

  int label(int index) {
    return (int) (faces[index] >>> Integer.SIZE);
  }

  int key(int index) {
    return (int) faces[index];
  }

  /** A walk over the headers of a file. */
  private static final class Finder {
    private final Path file;
    private final RecordReader records;
    private final int classes;
    private final BitSet found = new BitSet();
    private long[] faces = new long[0];
    private int size;

    Finder(Path file, RecordReader records, int classes) {
      this.file = file;
      this.records = records;
      this.classes = classes;
    }

    LabelledKeys find() throws IOException {
      int[] keys = records.keys();
      faces = new long[keys.length];
      ImageRecord first = keys.length > 0 && keys[0] == 0 ? start(0) : null;
      if (first != null && first.labels() == 2) {
        addPeople(first);
      } else {
        for (int key : keys) {
          add(key, person(key));
        }
      }
      if (size == 0) {
        throw new BadDataException(file, "no photos (expected: at least one)");
      }
      long[] sorted = Arrays.copyOf(faces, size);
      Arrays.sort(sorted);
      return new LabelledKeys(sorted);
    }

    private void addPeople(ImageRecord header) throws IOException {
      int photosEnd = number(0, header.label(0), LARGEST_LABEL);
      int peopleEnd = number(0, header.label(1), LARGEST_LABEL);
      for (int identity = photosEnd; identity < peopleEnd; identity++) {
        ImageRecord range = start(identity);
        if (range.labels() != 2) {
          throw bad(identity, range.labels() + " labels (expected: 2, a range of records)");
        }
        int begin = number(identity, range.label(0), photosEnd);
        int end = number(identity, range.label(1), photosEnd);
        if (begin < 1 || begin >= end) {
          throw bad(
              identity,
              "photos %d to %d (expected: 1 to %d)".formatted(begin, end - 1, photosEnd - 1));
        }
        int label = person(begin);
        for (int key = begin; key < end; key++) {
          add(key, label);
        }
      }
    }

    private void add(int key, int label) throws BadDataException {
      if (found.get(key)) {
        throw bad(key, "photo of two people (expected: of one)");
      }
      if (size == faces.length) {
        throw bad(key, "not in the index");
      }
      found.set(key);
      faces[size++] = (long) label << Integer.SIZE | key;
    }

    private int person(int key) throws IOException {
      return number(key, start(key).label(0), classes - 1);
    }

    private ImageRecord start(int key) throws IOException {
      try {
        byte[] header = records.read(key, ImageRecord.HEADER_BYTES);
        return ImageRecord.parse(records.read(key, ImageRecord.bytesWithLabels(header)));
      } catch (IllegalArgumentException e) {
        throw bad(key, String.valueOf(e.getMessage()));
      }
    }

    private int number(int key, float label, int largest) throws BadDataException {
      if (!(label >= 0 && label <= largest && label == (int) label)) {
        throw bad(key, "label %s (expected: an integer, 0 to %d)".formatted(label, largest));
      }
      return (int) label;
    }

    private BadDataException bad(int key, String problem) {
      return new BadDataException(file, "record " + key + ": " + problem);
    }
  }
}
