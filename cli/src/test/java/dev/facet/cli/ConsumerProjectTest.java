package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages and the Javadoc tell users of the Java client, done by a project as they have one,
 * on a real server.
 */
class ConsumerProjectTest {
  private static final Path GUIDE = Path.of("../docs/client-sdk.md");
  private static final Pattern BROUGHT =
      Pattern.compile("(?m)^\\| `([\\w.-]+:[\\w.-]+)` \\| (\\d+\\.\\d\\d) \\|");
  private static final Pattern TOTAL = Pattern.compile("(\\d+) jars, (\\d+\\.\\d) MB");

  private static Path directory;
  private static RunningServer server;
  private static ConsumerProject project;

  @BeforeAll
  static void build(@TempDir Path temporary) throws Exception {
    directory = temporary;
    project = new ConsumerProject(Files.createDirectory(directory.resolve("consumer")));
    Path models = directory.resolve("models");
    for (int version = 3; version <= 5; version++) {
      TinyModel.write(models, "face", version, version);
    }
    server = RunningServer.of(models, Map.of("models.activation", "true"));
    for (String photo : List.of("ann", "bob", "one", "other")) {
      TestPhotos.jpeg(directory.resolve(photo + ".jpg"), photo.hashCode());
    }
    for (DocumentedCode code : DocumentedCode.all()) {
      project.add(code.className(), code.program(server.address()));
    }
    project.build();
    project.requireOneVersionOfEach();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  static List<DocumentedCode> documentedCode() throws IOException {
    return DocumentedCode.all();
  }

  @ParameterizedTest
  @MethodSource("documentedCode")
  void documentedCode_runs(DocumentedCode code) throws Exception {
    CommandRun run = project.run(code.className(), directory);
    assertEquals(0, run.exit(), run.err());
  }

  @Test
  void firstCall_printsHowAlikeTheFacesAre() throws Exception {
    CommandRun run = project.run("README_md", directory);

    try (FacetClient client = FacetClient.builder(server.address()).plaintext().build()) {
      double expected =
          client
              .embed(FaceImage.read(directory.resolve("ann.jpg")))
              .cosineSimilarity(client.embed(FaceImage.read(directory.resolve("bob.jpg"))));
      assertEquals(expected, Double.parseDouble(run.out()), 1e-5);
    }
  }

  @Test
  void guide_listsWhatTheDependencyBrings() throws IOException {
    String guide = Files.readString(GUIDE);
    Map<String, Double> listed = new TreeMap<>();
    BROUGHT
        .matcher(guide)
        .results()
        .forEach(row -> listed.put(row.group(1), Double.valueOf(row.group(2))));

    Map<String, Long> brought = project.brought();

    String table =
        brought.entrySet().stream()
            .map(jar -> "| `%s` | %.2f |".formatted(jar.getKey(), jar.getValue() / 1e6))
            .collect(Collectors.joining("\n", "brought:\n", "\n"));
    assertEquals(brought.keySet(), listed.keySet(), table);
    listed.forEach(
        (name, listedMb) -> {
          double mb = brought.getOrDefault(name, 0L) / 1e6;
          assertEquals(mb, listedMb, 0.02 + 0.1 * mb, table);
        });
    MatchResult total = TOTAL.matcher(guide).results().findFirst().orElseThrow();
    long bytes = brought.values().stream().mapToLong(Long::longValue).sum();
    assertEquals(brought.size(), Integer.parseInt(total.group(1)));
    assertEquals(bytes / 1e6, Double.parseDouble(total.group(2)), 0.3);
    assertTrue(bytes < 20_000_000, () -> String.format(Locale.ROOT, "%,d bytes", bytes));
  }
}
