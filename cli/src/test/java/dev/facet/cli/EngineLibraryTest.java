package dev.facet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told of another MXNet library, by the environment of its process. */
class EngineLibraryTest {
  private final Path directory;
  private final Path library;

  EngineLibraryTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    library = Files.createDirectory(directory.resolve("library"));
    TinyModel.write(directory.resolve("models"), "face", 1, 1);
  }

  @Test
  void libraryThatIsNotThere_isNamed_andNoneIsTakenInItsPlace() throws Exception {
    assertRefused(
        "MXNET_LIBRARY_PATH: "
            + library
            + " (expected: a directory with "
            + System.mapLibraryName("mxnet")
            + ")");
  }

  @Test
  void libraryThatCannotBeLoaded_isNamed() throws Exception {
    Path broken = library.resolve(System.mapLibraryName("mxnet"));
    Files.writeString(broken, "no library");
    assertRefused("MXNet: no engine: Unable to load library '" + broken);
  }

  private void assertRefused(String reason) throws Exception {
    ProcessBuilder builder = FacetProcess.builder("serve", "--port", "0");
    builder.environment().put("MXNET_LIBRARY_PATH", library.toString());
    Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals(1, process.waitFor(), output);
    assertTrue(output.contains("facet: face 1: " + reason), output);
  }
}
