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

/** The clients under {@code examples/}, run as their users run them. */
enum ExampleClient {
  PYTHON(System.getenv().getOrDefault("PYTHON", "python3"), "python/client.py", "python/target"),
  NODE("node", "node/client.mjs", "node/node_modules");

  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  /** Set by the gate, where a client that is not prepared is a failure. */
  private static final boolean REQUIRED = "true".equals(System.getenv("REQUIRE_EXAMPLE_CLIENTS"));

  private final String interpreter;
  private final String script;
  private final String prepared;

  ExampleClient(String interpreter, String script, String prepared) {
    this.interpreter = interpreter;
    this.script = script;
    this.prepared = prepared;
  }

  /** What a run printed, and how it ended. */
  record Run(int exitStatus, String output, String errors) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(output);
    }
  }

  /** Runs the client in a directory; skips the test where its README's set-up was not done. */
  Run run(Path directory, List<String> arguments) throws IOException, InterruptedException {
    requirePrepared();
    List<String> line = new ArrayList<>(List.of(interpreter, EXAMPLES.resolve(script).toString()));
    line.addAll(arguments);
    Path output = Files.createTempFile(directory, "output", ".json");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
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
