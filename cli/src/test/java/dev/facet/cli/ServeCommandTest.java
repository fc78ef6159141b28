package dev.facet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.server.config.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  private static final int STOP_SECONDS = 60;

  private final Path directory;

  ServeCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void printConfig_printsWhatFileAndFlagsSay() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("facet.yaml"), "server: {port: 1}\nbatching: {max-batch-size: 9}\n");

    CommandRun run =
        CommandRun.facet(
            "serve",
            "--config",
            file,
            "--port",
            "1234",
            "--workers",
            "3",
            "--models",
            "/srv/m",
            "--host",
            "0.0.0.0",
            "--set",
            "stream.max-in-flight=7",
            "--print-config");

    assertEquals(0, run.exit(), run.err());
    Path printed = Files.writeString(directory.resolve("printed.yaml"), run.out());
    ServerConfig config = ServerConfig.load(Optional.of(printed), Map.of(), Map.of());
    assertEquals(1234, config.server().port());
    assertEquals("0.0.0.0", config.server().host());
    assertEquals(3, config.batching().workers());
    assertEquals(9, config.batching().maxBatchSize());
    assertEquals(7, config.stream().maxInFlight());
    assertEquals("/srv/m", config.models().repository());
  }

  @Test
  void usedPort_fails() throws IOException {
    TinyModel.write(directory, "face", 1, 1);
    try (ServerSocket taken = new ServerSocket(0)) {
      CommandRun run =
          CommandRun.facet("serve", "--models", directory, "--port", taken.getLocalPort());
      assertEquals(1, run.exit());
      assertEquals("", run.out());
      assertTrue(run.err().startsWith("facet: "), run.err());
    }
  }

  @Test
  void sigterm_endsAServingProcessWith0() throws Exception {
    TinyModel.write(directory.resolve("models"), "face", 1, 1);
    Path photo = TestPhotos.png(directory.resolve("photo.png"), 1);
    Process process = serve("--models", directory.resolve("models").toString(), "--port", "0");
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String ready = String.valueOf(out.readLine());
      assertTrue(ready.matches("ready on 127\\.0\\.0\\.1:\\d+"), ready);
      String address = ready.substring("ready on ".length());
      CommandRun embedded = CommandRun.facet("embed", photo, "--server", address);
      assertEquals(0, embedded.exit(), embedded.err());

      process.destroy();

      assertTrue(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS), "it ends");
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process serve(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Facet.class.getName(), "serve"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
