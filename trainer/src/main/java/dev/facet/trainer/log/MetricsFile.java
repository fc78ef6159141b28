package dev.facet.trainer.log;

import dev.facet.trainer.data.BadDataException;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The metrics of a run as CSV: a column for the number of steps taken and one for each metric, a
 * line for each point of the run; a cell is empty where nothing was measured. A file that lacks
 * columns, as older versions wrote them, is read too, and gets them. Not thread-safe.
 */
final class MetricsFile implements Closeable {

  private static final Metric[] METRICS = Metric.values();
  private static final String STEP = "step";
  private static final String HEADER =
      STEP + "," + Arrays.stream(METRICS).map(Metric::label).collect(Collectors.joining(","));

  private final BufferedWriter lines;

  private MetricsFile(BufferedWriter lines) {
    this.lines = lines;
  }

  /**
   * Begins a file, or goes on with one: what it says of later steps, which the run is about to take
   * once more, is dropped, and so is a last line that was not written whole.
   *
   * @param steps number of steps taken before the run begins or goes on
   * @throws BadDataException if there is a file that is not of the format
   */
  static MetricsFile open(Path file, long steps) throws IOException {
    List<Measured> earlier = Files.exists(file) ? read(file) : List.of();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter lines = Files.newBufferedWriter(fresh)) {
      lines.write(HEADER + "\n");
      for (Measured measured : earlier) {
        if (measured.step() <= steps) {
          lines.write(line(measured));
        }
      }
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return new MetricsFile(Files.newBufferedWriter(file, StandardOpenOption.APPEND));
  }

  /** Appends a line, which is in the file when this returns. */
  void write(Measured measured) throws IOException {
    lines.write(line(measured));
    lines.flush();
  }

  private static String line(Measured measured) {
    StringBuilder line = new StringBuilder().append(measured.step());
    for (Metric metric : METRICS) {
      Double value = measured.values().get(metric);
      line.append(',').append(value == null ? "" : value.toString());
    }
    return line.append('\n').toString();
  }

  /**
   * Reads a file. A last line without its end was not written whole; it is left out.
   *
   * @return what was measured, in the order of the file
   * @throws BadDataException if it is not of the format
   */
  static List<Measured> read(Path file) throws IOException {
    String text = Files.readString(file);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    List<Metric> columns = columns(lines.isEmpty() ? "" : lines.get(0));
    if (columns.isEmpty()) {
      throw new BadDataException(file, "line 1 (expected: " + HEADER + ")");
    }
    List<Measured> read = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      try {
        read.add(parse(lines.get(i), columns));
      } catch (IllegalArgumentException e) {
        throw new BadDataException(
            file,
            "line %d (expected: a step and %d numbers or nothing)"
                .formatted(i + 1, columns.size()));
      }
    }
    return read;
  }

  /** The metrics that a header names, in its order; none if it is not a header. */
  private static List<Metric> columns(String header) {
    List<String> labels = List.of(header.split(",", -1));
    List<Metric> columns =
        Arrays.stream(METRICS).filter(metric -> labels.contains(metric.label())).toList();
    String expected =
        STEP + columns.stream().map(metric -> "," + metric.label()).collect(Collectors.joining());
    return header.equals(expected) ? columns : List.of();
  }

  private static Measured parse(String line, List<Metric> columns) {
    String[] cells = line.split(",", -1);
    if (cells.length != 1 + columns.size()) {
      throw new IllegalArgumentException(line);
    }
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (int i = 0; i < columns.size(); i++) {
      String cell = cells[1 + i];
      if (!cell.isEmpty()) {
        values.put(columns.get(i), Double.valueOf(cell));
      }
    }
    return new Measured(Long.parseLong(cells[0]), values);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
