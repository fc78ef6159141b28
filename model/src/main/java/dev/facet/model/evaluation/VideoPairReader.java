package dev.facet.model.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A walk over the lines of YouTube Faces' list of pairs of videos; see {@link PairList}. */
final class VideoPairReader {

  private static final Pattern COMMA = Pattern.compile(",");
  private static final int FIELDS = 5;
  private static final Pattern VIDEO = Pattern.compile("[^/]+/[^/]+");

  private final Path file;
  private final List<String> lines;

  VideoPairReader(Path file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  /** Whether a list of videos begins with this line; none of photos does. */
  static boolean isHeading(String line) {
    return line.contains(",");
  }

  List<List<FacePair>> folds() throws BadListException {
    List<List<FacePair>> folds = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String[] fields = COMMA.split(lines.get(i), -1);
      if (fields.length != FIELDS) {
        throw bad(i, fields.length + " fields (expected: fold, number, video, video, 1 or 0)");
      }
      String fold = fields[0].strip();
      if (fold.equals(Integer.toString(folds.size() + 1))) {
        folds.add(new ArrayList<>());
      } else if (folds.isEmpty() || !fold.equals(Integer.toString(folds.size()))) {
        throw bad(i, "fold: " + fold + " (expected: the folds one after the other, from 1)");
      }
      folds
          .get(folds.size() - 1)
          .add(new FacePair(video(i, fields[2]), video(i, fields[3]), same(i, fields[4])));
    }
    if (folds.isEmpty()) {
      throw bad(lines.size(), "the file ends (expected: a line for each pair of videos)");
    }
    return folds;
  }

  private String video(int line, String field) throws BadListException {
    String video = field.strip();
    if (!VIDEO.matcher(video).matches()) {
      throw bad(line, "video: " + video + " (expected: a person and a video, as Ann/1)");
    }
    return video;
  }

  private boolean same(int line, String field) throws BadListException {
    String same = field.strip();
    if (!same.equals("0") && !same.equals("1")) {
      throw bad(line, "is same: " + same + " (expected: 1 for one person, 0 for two)");
    }
    return same.equals("1");
  }

  /** Lines count from 1 in messages. */
  private BadListException bad(int line, String problem) {
    return new BadListException(file, line + 1, problem);
  }
}
