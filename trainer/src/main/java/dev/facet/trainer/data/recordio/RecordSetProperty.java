package dev.facet.trainer.data.recordio;

import dev.facet.trainer.data.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * InsightFace's file {@code property}: one line {@code classes,height,width}.
 *
 * @param classes number of people, at least 1
 * @param height of the crops, in pixels, at least 1
 * @param width of the crops, in pixels, at least 1
 */
public record RecordSetProperty(int classes, int height, int width) {

  /**
   * Reads the file.
   *
   * @throws BadDataException if it is not of the format
   * @throws IOException if it cannot be read
   */
  public static RecordSetProperty read(Path file) throws IOException {
    String[] fields = Files.readString(file).strip().split(",", -1);
    try {
      if (fields.length == 3) {
        int classes = Integer.parseInt(fields[0].strip());
        int height = Integer.parseInt(fields[1].strip());
        int width = Integer.parseInt(fields[2].strip());
        if (classes >= 1 && height >= 1 && width >= 1) {
          return new RecordSetProperty(classes, height, width);
        }
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new BadDataException(
        file, "not of the format (expected: classes,height,width, each at least 1)");
  }

  /**
   * Writes the file.
   *
   * @throws IOException if it exists already, or cannot be written
   */
  public void write(Path file) throws IOException {
    Files.writeString(
        file, classes + "," + height + "," + width + "\n", StandardOpenOption.CREATE_NEW);
  }
}
