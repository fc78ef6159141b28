package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clients under {@code examples/}, run as their users run them. */
enum ExampleClient {
  PYTHON("python/target", python(), "python/client.py"),
  NODE("node/node_modules", Optional.of("node"), "node/client.mjs"),
  CPP("cpp/target/client", Optional.empty(), "cpp/target/client"),
  GO("go/target/client", Optional.empty(), "go/target/client");

  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  /** Set by the gate, where a client that is not prepared is a failure. */
  private static final boolean REQUIRED = "true".equals(System.getenv("REQUIRE_EXAMPLE_CLIENTS"));

  private final String prepared;
  private final Optional<String> interpreter;
  private final String client;

  /**
   * A client.
   *
   * @param prepared what its README's set-up makes
   * @param interpreter what runs it; nothing: it runs by itself
   * @param client its program
   */
  ExampleClient(String prepared, Optional<String> interpreter, String client) {
    this.prepared = prepared;
    this.interpreter = interpreter;
    this.client = client;
  }

  private static Optional<String> python() {
    return Optional.of(System.getenv().getOrDefault("PYTHON", "python3"));
  }

  /** What a run printed, and how it ended. */
  record Run(int exitStatus, String output, String errors) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(output);
    }
  }

  /** Runs the client in a directory; skips the test where its README's set-up was not done. */
  Run run(Path directory, List<String> arguments) throws IOException, InterruptedException {
    return run(directory, Map.of(), arguments);
  }

  /** The same with an environment of the test's own, beside ours. */
  Run run(Path directory, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    return runProgram(client, directory, environment, arguments);
  }

  /** Runs another program of the client's directory. */
  Run runProgram(
      String program, Path directory, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    requirePrepared();
    List<String> line = new ArrayList<>();
    interpreter.ifPresent(line::add);
    line.add(EXAMPLES.resolve(program).toString());
    line.addAll(arguments);
    Path output = Files.createTempFile(directory, "output", ".json");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    int exitStatus = builder.start().waitFor();
    return new Run(exitStatus, Files.readString(output), Files.readString(errors));
  }

  private void requirePrepared() {
    boolean there = Files.exists(EXAMPLES.resolve(prepared));
    String message = "examples/" + prepared + " is missing: see the README.md beside it";
    if (REQUIRED) {
      assertTrue(there, message);
    }
    assumeTrue(there, message);
  }
}
