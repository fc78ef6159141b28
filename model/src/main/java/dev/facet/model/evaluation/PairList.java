package dev.facet.model.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A list of pairs, of photos or of videos.
 *
 * <p>Of photos in the format of Labeled Faces in the Wild, whose README defines it. The first line
 * of a View 1 list is the number n of pairs of each kind: n lines {@code NAME I J} for photos of
 * the same person follow, then n lines {@code NAME I NAME J} for different people. The first line
 * of a View 2 list is the number of folds, then n; each fold has n lines of the one kind and n of
 * the other. Photo I of NAME is {@code NAME/NAME_000I.jpg}, the number padded to four digits.
 *
 * <p>Of videos in the format of YouTube Faces' {@code splits.txt}: a heading, and lines of five
 * fields between commas: the number of the fold, that of the pair within it, the two videos as
 * {@code NAME/VIDEO}, and 1 for one person or 0 for two. A video is a directory of its frames.
 *
 * @param folds the pairs of each fold, in the file's order; one fold for View 1
 * @param ofVideos whether the pairs name videos, directories of frames, not photos
 */
public record PairList(List<List<FacePair>> folds, boolean ofVideos) {

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int LARGEST_COUNT = 1_000_000;

  /** Copies the lists. */
  public PairList {
    folds = folds.stream().map(List::copyOf).toList();
  }

  /**
   * Reads a list.
   *
   * @throws BadListException if the file is not of the format
   * @throws IOException if it cannot be read
   */
  public static PairList read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return VideoPairReader.isHeading(lines.isEmpty() ? "" : lines.get(0))
        ? new PairList(new VideoPairReader(file, lines).folds(), true)
        : new PairList(new Reader(file, lines).folds(), false);
  }

  /** The pairs of all folds, in order. */
  public List<FacePair> pairs() {
    return folds.stream().flatMap(List::stream).toList();
  }

  /** A walk over the lines of a file. */
  private static final class Reader {
    private final Path file;
    private final List<String> lines;
    private int next;

    Reader(Path file, List<String> lines) {
      this.file = file;
      this.lines = lines;
    }

    List<List<FacePair>> folds() throws BadListException {
      String[] header = fields();
      if (header.length > 2) {
        throw bad(header.length + " fields (expected: the number of pairs, or of folds and pairs)");
      }
      int foldCount = header.length == 2 ? number("folds", header[0]) : 1;
      int pairs = number("pairs", header[header.length - 1]);
      List<List<FacePair>> folds = new ArrayList<>();
      for (int i = 0; i < foldCount; i++) {
        folds.add(fold(pairs));
      }
      for (; next < lines.size(); next++) {
        if (!lines.get(next).isBlank()) {
          throw new BadListException(
              file, next + 1, "more lines than the first line announces (expected: the end)");
        }
      }
      return folds;
    }

    private List<FacePair> fold(int pairs) throws BadListException {
      List<FacePair> fold = new ArrayList<>();
      for (int i = 0; i < pairs; i++) {
        String[] same = fields(3, "a name and two numbers, for photos of one person");
        fold.add(new FacePair(photo(same[0], same[1]), photo(same[0], same[2]), true));
      }
      for (int i = 0; i < pairs; i++) {
        String[] other = fields(4, "a name and a number, twice, for photos of two people");
        fold.add(new FacePair(photo(other[0], other[1]), photo(other[2], other[3]), false));
      }
      return fold;
    }

    private String photo(String name, String number) throws BadListException {
      return String.format(Locale.ROOT, "%s/%s_%04d.jpg", name, name, number("photo", number));
    }

    private String[] fields(int count, String expected) throws BadListException {
      String[] fields = fields();
      if (fields.length != count) {
        throw bad(fields.length + " fields (expected: " + expected + ")");
      }
      return fields;
    }

    private String[] fields() throws BadListException {
      if (next == lines.size()) {
        throw new BadListException(
            file, next + 1, "the file ends (expected: as many pairs as its first line announces)");
      }
      return SPACE.split(lines.get(next++).strip());
    }

    private int number(String what, String text) throws BadListException {
      try {
        int number = Integer.parseInt(text);
        if (number >= 1 && number <= LARGEST_COUNT) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below, as for a number out of range.
      }
      throw bad(what + ": " + text + " (expected: 1 to " + LARGEST_COUNT + ")");
    }

    /** For the line that was read last. */
    private BadListException bad(String problem) {
      return new BadListException(file, next, problem);
    }
  }
}
