package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.cli.face.PhotoDecoder;
import dev.facet.trainer.data.recordio.FaceRecords;
import dev.facet.trainer.data.recordio.ImageRecord;
import dev.facet.trainer.data.recordio.RecordSetProperty;
import dev.facet.trainer.data.recordio.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ann has two photos, Bob one, Cid three. */
class RecordsCommandsTest {
  private final Path directory;
  private final Path photos;
  private final Path set;

  RecordsCommandsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    photos = directory.resolve("photos");
    set = directory.resolve("set");
    TestPhotos.png(photos.resolve("Ann/Ann_0001.png"), 1);
    TestPhotos.png(photos.resolve("Ann/Ann_0002.png"), 2);
    TestPhotos.png(photos.resolve("Bob/Bob_0001.png"), 3);
    TestPhotos.png(photos.resolve("Cid/Cid_0001.png"), 4);
    TestPhotos.png(photos.resolve("Cid/Cid_0002.png"), 5);
    TestPhotos.png(photos.resolve("Cid/Cid_0003.png"), 6);
  }

  @Test
  void packedFolder_isInspectedWithTheSameCounts() {
    CommandRun pack = CommandRun.facet("records", "pack", photos, "--output", set);
    assertEquals(0, pack.exit(), pack.err());
    assertEquals("", pack.err());
    assertEquals(set + ": 6 photos of 3 people, 0 skipped\n", pack.out());

    CommandRun inspect = CommandRun.facet("records", "inspect", set);
    assertEquals(0, inspect.exit(), inspect.err());
    assertEquals("", inspect.err());
    assertEquals(
        """
        property  3 people, 112x112
        people    3, labels 0 to 2
        photos    6, 1 to 3 a person
        sizes     112x112 (6)
        broken    0
        """,
        inspect.out());
  }

  @Test
  void json_hasTheSameFacts() throws IOException {
    pack("--size", "96x112");

    CommandRun inspect = CommandRun.facet("records", "inspect", set, "--json");

    assertEquals(0, inspect.exit(), inspect.err());
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {
                  "property": {"classes": 3, "height": 112, "width": 96},
                  "people": 3,
                  "labels": {"lowest": 0, "highest": 2},
                  "photos": 6,
                  "photos-a-person": {"fewest": 1, "most": 3},
                  "sizes": [{"width": 96, "height": 112, "photos": 6}],
                  "broken": []
                }
                """);
    assertEquals(expected.toString(), new ObjectMapper().readTree(inspect.out()).toString());
  }

  @Test
  void brokenPhotos_areNamedAndSkipped_andLabelsMoveUp() throws IOException {
    Files.writeString(photos.resolve("Bob/Bob_0001.png"), "no picture");
    Files.writeString(photos.resolve("Cid/Cid_0002.png"), "no picture");

    CommandRun run = CommandRun.facet("records", "pack", photos, "--output", set);

    assertEquals(0, run.exit(), run.err());
    assertEquals(set + ": 4 photos of 2 people, 2 skipped\n", run.out());
    List<String> named = run.err().lines().toList();
    assertEquals(2, named.size(), run.err());
    assertTrue(named.get(0).startsWith("facet: Bob/Bob_0001.png: "), run.err());
    assertTrue(named.get(1).startsWith("facet: Cid/Cid_0002.png: "), run.err());
  }

  @Test
  void people_areThoseOfTheListInItsOrder() throws IOException {
    Path list = Files.writeString(directory.resolve("people.txt"), "Cid\nAnn\n");
    pack("--people", list, "--format", "png");
    try (FaceRecords records = FaceRecords.open(set, PhotoDecoder.create())) {
      assertEquals(5, records.size());
      assertEquals(0, records.label(2));
      assertEquals(1, records.label(3));
    }
  }

  @Test
  void photoWithoutLandmarks_isSkippedWhereThereIsALandmarksFile() throws IOException {
    Path points =
        Files.writeString(
            directory.resolve("points.txt"), "Ann/Ann_0001.png 40 50 80 50 60 70 45 95 75 95\n");

    CommandRun run =
        CommandRun.facet("records", "pack", photos, "--landmarks", points, "--output", set);

    assertEquals(0, run.exit(), run.err());
    assertEquals(set + ": 1 photos of 1 people, 5 skipped\n", run.out());
    assertTrue(run.err().startsWith("facet: Ann/Ann_0002.png: no landmarks"), run.err());
  }

  @Test
  void setThatIsThere_isNotReplaced() {
    pack();
    CommandRun again = CommandRun.facet("records", "pack", photos, "--output", set);
    assertEquals(1, again.exit());
    assertEquals("facet: " + set + ": exists (expected: a directory that does not)\n", again.err());
  }

  @Test
  void folderWithoutPeople_fails() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    CommandRun run = CommandRun.facet("records", "pack", empty, "--output", set);
    assertEquals(1, run.exit());
    assertTrue(run.err().startsWith("facet: " + empty + ": no people"), run.err());
  }

  @Test
  void brokenRecords_areNamedAndExitWith1() throws IOException {
    byte[] picture = Files.readAllBytes(photos.resolve("Ann/Ann_0001.png"));
    Files.createDirectories(set);
    new RecordSetProperty(9, 128, 128).write(set.resolve("property"));
    try (RecordWriter writer =
        RecordWriter.create(set.resolve("train.rec"), set.resolve("train.idx"))) {
      writer.write(1, new ImageRecord(new float[] {3}, 1, picture).bytes());
      writer.write(2, new ImageRecord(new float[] {7}, 2, new byte[] {1, 2, 3}).bytes());
      writer.write(3, new ImageRecord(new float[] {7}, 3, new byte[0]).bytes());
    }

    CommandRun run = CommandRun.facet("records", "inspect", set);

    assertEquals(1, run.exit(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals("property  9 people, 128x128", lines.get(0));
    assertEquals("people    2, labels 3 to 7", lines.get(1));
    assertEquals("sizes     128x128 (1)", lines.get(3));
    assertEquals("broken    2", lines.get(4));
    assertTrue(lines.get(5).startsWith("  record 2: "), run.out());
    assertTrue(lines.get(6).startsWith("  record 3: "), run.out());
    assertEquals(7, lines.size());
  }

  @Test
  void setThatIsCutShort_fails() throws IOException {
    pack();
    Path records = set.resolve("train.rec");
    byte[] whole = Files.readAllBytes(records);
    Files.write(records, Arrays.copyOf(whole, whole.length / 2));

    CommandRun run = CommandRun.facet("records", "inspect", set);

    assertEquals(1, run.exit());
    assertTrue(run.err().startsWith("facet: " + records + ": record "), run.err());
  }

  private void pack(Object... options) {
    Object[] arguments = new Object[options.length + 5];
    System.arraycopy(new Object[] {"records", "pack", photos, "--output", set}, 0, arguments, 0, 5);
    System.arraycopy(options, 0, arguments, 5, options.length);
    CommandRun run = CommandRun.facet(arguments);
    assertEquals(0, run.exit(), run.err());
  }
}
