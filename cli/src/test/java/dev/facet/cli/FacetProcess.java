package dev.facet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The {@code facet} command as a process of its own. Closing it kills it.
 *
 * @param process the process
 * @param out what it writes to stdout
 * @param errors the file that its stderr goes to
 */
record FacetProcess(Process process, BufferedReader out, Path errors) implements AutoCloseable {
  private static final int END_SECONDS = 60;
  private static final String READY = "ready on ";

  /** Starts it in a directory, with these arguments as text. */
  static FacetProcess start(Path directory, Object... arguments) throws IOException {
    Path errors = Files.createTempFile(directory, "stderr-", ".txt");
    Process process =
        builder(arguments).directory(directory.toFile()).redirectError(errors.toFile()).start();
    return new FacetProcess(process, process.inputReader(UTF_8), errors);
  }

  /** How it is started with these arguments as text. */
  static ProcessBuilder builder(Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Djava.awt.headless=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Facet.class.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command);
  }

  /** Where a {@code serve} listens, once it is ready. To be asked once. */
  String address() throws IOException {
    String ready = String.valueOf(out.readLine());
    assertTrue(ready.matches(READY + "127\\.0\\.0\\.1:\\d+"), () -> ready + err());
    return ready.substring(READY.length());
  }

  /** Sends SIGTERM. Unlike {@link Process#destroy} it leaves the output to be read. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for its end. */
  CommandRun end() throws InterruptedException {
    StringBuilder written = new StringBuilder();
    out.lines().forEach(line -> written.append(line).append('\n'));
    assertTrue(process.waitFor(END_SECONDS, TimeUnit.SECONDS), "it ends");
    return new CommandRun(process.exitValue(), written.toString(), err());
  }

  private String err() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
