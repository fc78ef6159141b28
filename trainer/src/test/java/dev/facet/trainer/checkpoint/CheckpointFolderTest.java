package dev.facet.trainer.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.data.loader.Position;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {

  private final Path root;
  private final CheckpointFolder folder;

  CheckpointFolderTest(@TempDir Path directory) {
    root = directory.resolve("checkpoints");
    folder = new CheckpointFolder(root, 2);
  }

  @Test
  void folderThatDoesNotExist_holdsNone() throws IOException {
    assertTrue(folder.isEmpty());
    assertTrue(folder.latest().isEmpty());
  }

  @Test
  void latest_comesBackAsItWasWritten() throws IOException {
    folder.write(checkpoint(9));
    folder.write(checkpoint(10));
    Checkpoint latest = folder.latest().orElseThrow();
    assertFalse(folder.isEmpty());
    assertEquals(10, latest.stepsTaken());
    assertEquals(new Position(3, 10), latest.next());
    assertEquals("abc", latest.recipe());
    assertArrayEquals(
        new float[] {10, Float.MIN_VALUE}, values(latest.parameters(), "head:weight"));
    assertArrayEquals(new float[] {-10, -0f}, values(latest.optimizer(), "momentum:head:weight"));
  }

  @Test
  void onlyTheLatest_areKept() throws IOException {
    for (int steps : List.of(8, 9, 10, 100)) {
      folder.write(checkpoint(steps));
    }
    assertEquals(List.of("step-10", "step-100"), names());
  }

  @Test
  void whatAKilledWriterLeft_isIgnoredAndThenDeleted() throws IOException {
    folder.write(checkpoint(1));
    Path left = Files.createDirectory(root.resolve(".staged-left"));
    Files.writeString(left.resolve("state.yaml"), "steps-taken: 2");
    assertEquals(1, folder.latest().orElseThrow().stepsTaken());
    folder.write(checkpoint(3));
    assertEquals(List.of("step-1", "step-3"), names());
  }

  @Test
  void checkpointThatIsThere_isNotReplaced() throws IOException {
    folder.write(checkpoint(1));
    assertThrows(FileAlreadyExistsException.class, () -> folder.write(checkpoint(1)));
    assertEquals(List.of("step-1"), names());
  }

  @Test
  void damagedCheckpoint_isRefusedByName() throws IOException {
    folder.write(checkpoint(5));
    Files.write(root.resolve("step-5/optimizer.params"), new byte[30]);
    IOException refused = assertThrows(IOException.class, folder::latest);
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.startsWith(root.resolve("step-5/optimizer.params").toString()), said);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  private static float[] values(Map<String, FloatTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name)).values();
  }

  private static Checkpoint checkpoint(int steps) {
    return new Checkpoint(
        steps,
        new Position(3, steps),
        "abc",
        Map.of("head:weight", tensor(steps, Float.MIN_VALUE)),
        Map.of("momentum:head:weight", tensor(-steps, -0f)));
  }

  private static FloatTensor tensor(float... values) {
    return new FloatTensor(TensorShape.of(values.length), values);
  }
}
