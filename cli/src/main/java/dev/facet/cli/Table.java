package dev.facet.cli;

import java.io.PrintStream;
import java.util.List;

/** Rows of text in columns. */
final class Table {
  private static final String GAP = "  ";

  private Table() {}

  /** Prints the rows, each column as wide as its widest cell. The last cell of a row counts not. */
  static void print(List<List<String>> rows, PrintStream out) {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<String> row : rows) {
      for (int column = 0; column < row.size() - 1; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(Math.max(0, widths[column] - cell.length())));
        line.append(GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
