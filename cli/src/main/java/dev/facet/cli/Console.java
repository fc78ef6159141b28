package dev.facet.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes.
 *
 * @param out results, UTF-8 or binary
 * @param err messages and progress
 * @param interactive whether {@code err} is a terminal that somebody watches
 */
record Console(PrintStream out, PrintStream err, boolean interactive) {

  /** The streams of this process. The launcher script says whether stderr is a terminal. */
  static Console ofProcess() {
    return new Console(
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
            true,
            StandardCharsets.UTF_8),
        System.err,
        Boolean.getBoolean("facet.terminal"));
  }
}
