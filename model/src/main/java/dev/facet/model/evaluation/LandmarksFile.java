package dev.facet.model.evaluation;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of landmarks: a line for each photo with its path, then x y of left eye, right eye, nose,
 * left and right mouth corner in its pixels, all separated by blanks. Left and right are as seen in
 * the picture. Blank lines and lines that begin with {@code #} are skipped.
 */
public final class LandmarksFile {

  private static final int COORDINATES = 10;
  private static final Pattern LINE = Pattern.compile("(\\S.*?)((?:\\s+\\S+){10})\\s*");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private LandmarksFile() {}

  /**
   * Reads a list.
   *
   * @return the landmarks by the path of the photo as the file writes it, in the file's order
   * @throws BadListException if a line is not of the format, or a photo comes twice
   * @throws IOException if the file cannot be read
   */
  public static Map<String, Landmarks> read(Path file) throws IOException {
    Map<String, Landmarks> landmarks = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new BadListException(
            file, i + 1, "too few fields (expected: a path and " + COORDINATES + " numbers)");
      }
      String photo = matcher.group(1);
      Landmarks points = points(file, i + 1, SPACE.split(matcher.group(2).strip()));
      if (landmarks.put(photo, points) != null) {
        throw new BadListException(file, i + 1, photo + ": listed before (expected: once)");
      }
    }
    return Collections.unmodifiableMap(landmarks);
  }

  private static Landmarks points(Path file, int line, String[] fields) throws BadListException {
    Point[] points = new Point[COORDINATES / 2];
    try {
      for (int i = 0; i < points.length; i++) {
        points[i] = new Point(Float.parseFloat(fields[2 * i]), Float.parseFloat(fields[2 * i + 1]));
      }
      return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
    } catch (NumberFormatException e) {
      throw new BadListException(file, line, "not " + COORDINATES + " numbers after the path");
    } catch (BadImageException e) {
      throw new BadListException(file, line, String.valueOf(e.getMessage()));
    }
  }
}
