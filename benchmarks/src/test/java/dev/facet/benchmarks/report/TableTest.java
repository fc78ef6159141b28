package dev.facet.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

  @Test
  void print_alignsColumnsToTheRight() {
    Table table = new Table("a", "long");
    table.add("123", Table.number(1.25, 1));
    table.add("4", Table.number(Double.NaN, 1));
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text));
    assertEquals("  a  long%n123   1.3%n  4%n".formatted(), text.toString());
  }

  @Test
  void write_givesCsv(@TempDir Path directory) throws IOException {
    Table table = new Table("a", "b");
    table.add("1", "");
    table.write(directory.resolve("table.csv"));
    assertEquals("a,b\n1,\n", Files.readString(directory.resolve("table.csv")));
  }

  @Test
  void rowOfAnotherLength_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Table("a", "b").add("1"));
  }
}
