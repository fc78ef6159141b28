package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Serving.Choice;
import dev.facet.model.bundle.Serving.Follow;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingFileTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final Serving FULL =
      new Serving(
          Follow.FIXED, new Choice(3, A), List.of(new Choice(2, B), new Choice(1, A)), List.of(1L));

  private final Path root;
  private final Path directory;
  private final ModelRepository repository;

  ServingFileTest(@TempDir Path root) throws IOException {
    this.root = root;
    directory = Files.createDirectory(root.resolve("face"));
    repository = new ModelRepository(root);
  }

  @Test
  void missingFile_followsTheLatest() throws IOException {
    assertEquals(Serving.DEFAULT, repository.serving("face"));
    assertEquals(Serving.DEFAULT, repository.serving("nowhere"));
  }

  @Test
  void whatIsWritten_isRead() throws IOException {
    List<Serving> servings =
        List.of(
            FULL,
            Serving.DEFAULT,
            FULL.deactivated(),
            FULL.activated(new Choice(4, B), Follow.LATEST));
    for (Serving serving : servings) {
      repository.setServing("face", serving);
      assertEquals(serving, repository.serving("face"));
      assertEquals(List.of("serving.yaml"), names());
    }
  }

  @Test
  void fileWrittenByHand_isRead() throws IOException {
    write(
        """
        # chosen by hand
        pinned: [2, 1, 2]
        live: {digest: %s, version: 3}
        follow: fixed
        """
            .formatted(A));
    assertEquals(
        new Serving(Follow.FIXED, new Choice(3, A), List.of(), List.of(1L, 2L)),
        repository.serving("face"));
    write("pinned: [7]");
    assertEquals(Serving.DEFAULT.withPinned(7), repository.serving("face"));
  }

  @Test
  void file_isNoVersion() throws IOException {
    TinyModel.write(root, "face", 1, 1);
    repository.setServing("face", FULL);
    assertEquals(List.of("face"), repository.models());
    assertEquals(List.of(1L), repository.versions("face"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "follow: newest | follow: \"newest\" (expected: one of latest, fixed, none)",
        "follow: fixed | live: missing (expected: a version, since follow is fixed)",
        "{follow: none, live: {version: 1, digest: A}} | live: 1 (expected: no such key, since follow is none)",
        "live: 3 | live: 3 (expected: a mapping",
        "live: | live: null (expected: a mapping",
        "live: {version: 0, digest: A} | live.version: 0 (expected: 1 to ",
        "live: {digest: A} | live.version: missing (expected: 1 to ",
        "live: {version: 1} | live.digest: missing (expected: text)",
        "live: {version: 1, digest: abc} | live.digest: abc (expected: 64 hexadecimal digits in lower case)",
        "live: {version: 1, digest: A, name: x} | live.name: \"x\" (expected: no such key; known are",
        "history: {version: 1, digest: A} | history: {\"version\":1,",
        "history: [1] | history[0]: 1 (expected: a mapping",
        "history: [{version: 1, digest: A}, {version: x, digest: A}] | history[1].version: \"x\" (expected: 1 to",
        "pinned: 1 | pinned: 1 (expected: a list of numbers, each 1 to",
        "pinned: [0] | pinned: [0] (expected: a list of numbers, each 1 to",
        "pined: [1] | pined: [1] (expected: no such key; known are follow, live, history, pinned)",
        "[1] | not a mapping",
        "follow: [ | line ",
        "`` | not a mapping"
      })
  void damagedFile_isRefusedByKeyAndValue(String yaml, String said) throws IOException {
    write(yaml.replace("digest: A", "digest: " + A));
    String message = Refusal.message(() -> repository.serving("face"));
    assertTrue(message.contains("serving.yaml: " + said), message);
  }

  @Test
  void directoryInPlaceOfTheFile_isRefused() throws IOException {
    Files.createDirectory(directory.resolve("serving.yaml"));
    String message = Refusal.message(() -> repository.serving("face"));
    assertTrue(message.contains("serving.yaml: cannot be read"), message);
  }

  @Test
  void whatAKilledWriterLeft_isIgnoredAndThenDeleted() throws IOException {
    repository.setServing("face", FULL);
    Files.writeString(directory.resolve(".serving.yaml-7"), "follow: fi");
    assertEquals(FULL, repository.serving("face"));
    repository.setServing("face", Serving.DEFAULT);
    assertEquals(List.of("serving.yaml"), names());
  }

  @Test
  void modelThatIsNotThere_hasNoFile() {
    assertThrows(
        NoSuchFileException.class, () -> repository.setServing("nowhere", Serving.DEFAULT));
    for (String name : List.of("..", "", "Face")) {
      assertThrows(
          IllegalArgumentException.class, () -> repository.setServing(name, Serving.DEFAULT));
      assertThrows(IllegalArgumentException.class, () -> repository.serving(name));
    }
  }

  @Test
  void reader_neverSeesHalfAFile() throws IOException {
    List<Serving> servings =
        List.of(FULL, Serving.DEFAULT.activated(new Choice(1, B), Follow.LATEST));
    repository.setServing("face", FULL);
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 150; i++) {
                setServing(servings.get(i % 2));
              }
            });
    List<Serving> seen = new ArrayList<>();
    while (!written.isDone()) {
      Serving serving = repository.serving("face");
      assertTrue(servings.contains(serving), serving::toString);
      seen.add(serving);
    }
    written.join();
    assertTrue(seen.containsAll(servings), "the reader saw both");
  }

  private void setServing(Serving serving) {
    try {
      repository.setServing("face", serving);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write(String yaml) throws IOException {
    Files.writeString(directory.resolve("serving.yaml"), yaml);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(child -> child.toFile().getName()).toList();
    }
  }
}
