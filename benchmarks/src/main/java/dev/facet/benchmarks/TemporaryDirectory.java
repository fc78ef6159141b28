package dev.facet.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is deleted with all that is in it. */
record TemporaryDirectory(Path path) implements Closeable {

  /**
   * Makes an empty one.
   *
   * @param parent made if need be
   */
  static TemporaryDirectory in(Path parent) throws IOException {
    return new TemporaryDirectory(
        Files.createTempDirectory(Files.createDirectories(parent), "run-"));
  }

  @Override
  public void close() throws IOException {
    List<Path> content;
    try (Stream<Path> paths = Files.walk(path)) {
      content = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : content) {
      Files.delete(each);
    }
  }
}
