package dev.facet.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a benchmark leaves what it found. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class OutputOption {

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "benchmarks/target/results",
      description = "Where results are written. Default: ${DEFAULT-VALUE}.")
  private Path directory;

  /** Writes a file. */
  @FunctionalInterface
  interface Writing {
    void to(Path file) throws IOException;
  }

  /** The directory, which may not be there yet. */
  Path directory() {
    return directory;
  }

  /** A file in the directory, which is there from now on. */
  Path file(String name) throws IOException {
    return Files.createDirectories(directory).resolve(name);
  }

  /**
   * Writes a file into the directory and says where it is.
   *
   * @param what it holds, in a word
   */
  void write(PrintWriter out, String what, String name, Writing writing) throws IOException {
    Path file = file(name);
    writing.to(file);
    out.println(what + "  " + file);
  }
}
