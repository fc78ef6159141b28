package dev.facet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.facet.model.fixture.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that trains and is told to stop. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "signals are sent by kill")
class StoppedTrainingTest {
  private static final int STOP_SECONDS = 120;

  private final Path directory;

  StoppedTrainingTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    new TinyModel(1).size(32, 32).publish(directory.resolve("models"), "face", 1);
    for (int person = 0; person < 4; person++) {
      for (int photo = 1; photo <= 3; photo++) {
        String file = "P%d/P%d_%04d.jpg".formatted(person, person, photo);
        TestPhotos.png(directory.resolve("photos").resolve(file), 10 * person + photo);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143, 14", "INT, 130, 1"})
  void signal_endsTheRunAtACheckpoint_fromWhichItComesToTheSameWeights(
      String signal, int status, int bit) throws Exception {
    assumeFalse(isIgnored(bit), () -> signal + " is ignored by this process and its children");
    Path config = config("stopped");
    Process process = train(config);
    List<String> said = new ArrayList<>();
    try (BufferedReader err = process.errorReader(UTF_8)) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        said.add(line);
        if (line.startsWith("step 1 of ")) {
          String pid = Long.toString(process.pid());
          assertEquals(0, new ProcessBuilder("kill", "-s", signal, pid).start().waitFor());
        }
      }
      assertTrue(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS), "it ends");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(status, process.exitValue(), said::toString);
    assertEquals(
        "facet: stopped at a checkpoint by SIG%s; to go on: facet train --config %s --resume"
            .formatted(signal, config),
        said.get(said.size() - 1));
    assertFalse(Files.exists(directory.resolve("stopped/model")));

    CommandRun resumed = CommandRun.facet("train", "--config", config, "--resume");
    assertEquals(0, resumed.exit(), resumed.err());
    assertTrue(resumed.err().startsWith("1200 steps of 4 faces, from step "), resumed.err());
    CommandRun undisturbed = CommandRun.facet("train", "--config", config("undisturbed"));
    assertEquals(0, undisturbed.exit(), undisturbed.err());
    assertArrayEquals(weights("undisturbed"), weights("stopped"));
  }

  private byte[] weights(String output) throws IOException {
    return Files.readAllBytes(directory.resolve(output).resolve("model/model-0000.params"));
  }

  private static Process train(Path config) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Facet.class.getName(),
            "train",
            "--config",
            config.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Whether this process was started to ignore a signal, as those in the background are. */
  private static boolean isIgnored(int bit) throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    long mask = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
    return (mask >> bit & 1) != 0;
  }

  private Path config(String output) throws IOException {
    return Files.writeString(
        directory.resolve(output + ".yaml"),
        """
        output: DIR/OUTPUT
        data: {people: DIR/photos, threads: 1}
        network: {start: DIR/models/face/1}
        head: {kind: cosface, scale: 16}
        schedule: {rate: 0.01}
        training: {batch-size: 4, steps: 1200}
        checkpoints: {every: 1000}
        """
            .replace("DIR", directory.toString())
            .replace("OUTPUT", output));
  }
}
