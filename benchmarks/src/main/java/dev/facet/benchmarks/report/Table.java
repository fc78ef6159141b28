package dev.facet.benchmarks.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rows of texts and numbers, for people and for programs. Not thread-safe. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param names of the columns; none has a comma
   */
  public Table(String... names) {
    rows.add(List.of(names));
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column; none has a comma
   */
  public void add(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "cells: " + Arrays.toString(cells) + " (expected: those of " + rows.get(0) + ")");
    }
    rows.add(List.of(cells));
  }

  /**
   * A number as a cell.
   *
   * @param value not a number: an empty cell
   * @param decimals behind the point
   */
  public static String number(double value, int decimals) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Prints it for people: names first, columns to the right. */
  public void print(PrintWriter out) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        line.append(column == 0 ? "" : "  ").append(" ".repeat(widths[column] - cell.length()));
        line.append(cell);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** Writes it as CSV. */
  public void write(Path file) throws IOException {
    Files.write(file, rows.stream().map(row -> String.join(",", row)).toList());
  }
}
