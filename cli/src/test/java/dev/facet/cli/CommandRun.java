package dev.facet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;

/** A command run in this process, and what it wrote. */
record CommandRun(int exit, String out, String err) {

  /** Runs {@code facet} with these arguments as text, not on a terminal. */
  static CommandRun facet(Object... arguments) {
    return run(false, arguments);
  }

  /** Runs {@code facet} with these arguments as text, on a terminal. */
  static CommandRun onATerminal(Object... arguments) {
    return run(true, arguments);
  }

  private static CommandRun run(boolean interactive, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), interactive);
    String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int exit = Facet.commandLine(console).execute(texts);
    return new CommandRun(exit, out.toString(UTF_8), err.toString(UTF_8));
  }
}
