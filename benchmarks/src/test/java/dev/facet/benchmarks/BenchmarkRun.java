package dev.facet.benchmarks;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** A benchmark run in this process, and what it wrote. */
record BenchmarkRun(int exit, String out, String err) {

  static BenchmarkRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        BenchCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit =
        command.execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    return new BenchmarkRun(exit, out.toString(), err.toString());
  }
}
