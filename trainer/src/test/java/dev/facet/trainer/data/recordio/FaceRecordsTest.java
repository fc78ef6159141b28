package dev.facet.trainer.data.recordio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.DrawnFaces;
import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.data.PeopleFolder;
import dev.facet.trainer.data.Photo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceRecordsTest {

  private static final ImageDecoder DECODER = new ImageDecoder(1 << 20, 1 << 20);

  private final Path folder;
  private final Path packed;
  private final List<String> skipped = new ArrayList<>();
  private int steps;

  FaceRecordsTest(@TempDir Path directory) {
    folder = directory.resolve("folder");
    packed = directory.resolve("packed");
  }

  @Test
  void packedFolder_hasTheSamePeopleAndPixels() throws Exception {
    PeopleFolder faces = PeopleFolder.open(DrawnFaces.write(folder, 2, 1, 3), null, DECODER);
    pack(faces, 40, CropFormat.PNG);
    try (FaceRecords records = FaceRecords.open(packed, DECODER)) {
      assertEquals(new RecordSetProperty(3, 40, 40), records.property());
      assertEquals(3, records.people());
      assertEquals(List.of(0, 0, 1, 2, 2, 2), labels(records));
      for (int i = 0; i < faces.size(); i++) {
        assertArrayEquals(planes(faces.photo(i), 40, 40), planes(records.photo(i), 40, 40));
      }
    }
  }

  @Test
  void layout_isThatOfInsightFace() throws Exception {
    pack(PeopleFolder.open(DrawnFaces.write(folder, 2, 1), null, DECODER), 40, CropFormat.JPEG);
    assertEquals("2,40,40\n", Files.readString(packed.resolve("property")));
    try (RecordReader reader =
        RecordReader.open(packed.resolve("train.rec"), packed.resolve("train.idx"))) {
      assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, reader.keys());
      assertLabels(reader, 0, 4, 6);
      assertLabels(reader, 1, 0);
      assertLabels(reader, 2, 0);
      assertLabels(reader, 3, 1);
      assertLabels(reader, 4, 1, 3);
      assertLabels(reader, 5, 3, 4);
      byte[] crop = ImageRecord.parse(reader.read(3)).data();
      assertEquals("ffd8", HexFormat.of().formatHex(crop, 0, 2));
    }
  }

  @Test
  void brokenPhotosAndPeople_areLeftOut_andLabelsMoveUp() throws Exception {
    DrawnFaces.write(folder, 2, 1, 2);
    Files.writeString(folder.resolve(DrawnFaces.name(0, 1)), "broken");
    Files.writeString(folder.resolve(DrawnFaces.name(1, 1)), "broken");
    pack(PeopleFolder.open(folder, null, DECODER), 40, CropFormat.PNG);
    assertEquals(2, skipped.size());
    assertEquals(5, steps);
    assertTrue(skipped.get(0).startsWith(DrawnFaces.name(0, 1)));
    assertTrue(skipped.get(1).startsWith(DrawnFaces.name(1, 1)));
    try (FaceRecords records = FaceRecords.open(packed, DECODER)) {
      assertEquals(2, records.people());
      assertEquals(List.of(0, 1, 1), labels(records));
    }
  }

  @Test
  void allPhotosBroken_isAnError() throws Exception {
    DrawnFaces.write(folder, 1);
    Files.writeString(folder.resolve(DrawnFaces.name(0, 1)), "broken");
    PeopleFolder faces = PeopleFolder.open(folder, null, DECODER);
    assertThrows(BadPhotoException.class, () -> pack(faces, 40, CropFormat.PNG));
    assertNothingPacked();
  }

  @Test
  void failureHalfway_leavesNothing() throws Exception {
    PeopleFolder faces = PeopleFolder.open(DrawnFaces.write(folder, 3), null, DECODER);
    CropEncoder encoder = new CropEncoder(40, 40, Template.ARCFACE_112, CropFormat.PNG);
    RecordPacker packer = new RecordPacker(encoder, photo -> {});
    Runnable failing =
        () -> {
          throw new IllegalStateException("halfway");
        };
    assertThrows(IllegalStateException.class, () -> packer.pack(faces, packed, failing));
    assertNothingPacked();
  }

  @Test
  void moreThanLabelsCanCount_isTheUsersMistake() throws Exception {
    FaceSource faces = PeopleFolder.open(DrawnFaces.write(folder, 1), null, DECODER);
    BadDataException refused =
        assertThrows(
            BadDataException.class, () -> pack(new Repeated(faces, 1 << 24), 40, CropFormat.PNG));
    assertEquals(
        packed + ": 16777217 photos and people (expected: at most 16777215)", refused.getMessage());
    assertNothingPacked();
  }

  /** The first photo of a source, many times. */
  private record Repeated(FaceSource faces, int size) implements FaceSource {
    @Override
    public int people() {
      return 1;
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public String name(int index) {
      return faces.name(0);
    }

    @Override
    public Photo photo(int index) throws BadPhotoException {
      return faces.photo(0);
    }
  }

  /** Beside the folder of photos there is nothing, hidden or not. */
  private void assertNothingPacked() throws IOException {
    try (Stream<Path> all = Files.list(packed.getParent())) {
      assertEquals(List.of(folder), all.toList());
    }
  }

  @Test
  void packedSet_isNeverOverwritten() throws Exception {
    PeopleFolder faces = PeopleFolder.open(DrawnFaces.write(folder, 1), null, DECODER);
    pack(faces, 40, CropFormat.PNG);
    assertThrows(FileAlreadyExistsException.class, () -> pack(faces, 40, CropFormat.PNG));
  }

  @Test
  void labelsOfPhotosCount_notTheOrderOfPeople() throws Exception {
    writeSet(
        5,
        set -> {
          put(set, 1, 4);
          put(set, 2, 4, 1);
          put(set, 3, 2);
          put(set, 0, 4, 6);
          put(set, 4, 1, 3);
          put(set, 5, 3, 4);
        });
    try (FaceRecords records = FaceRecords.open(packed, DECODER)) {
      assertEquals(5, records.people());
      assertEquals(List.of(2, 4, 4), labels(records));
      assertEquals("record 3", records.name(0));
      assertEquals("record 1", records.name(1));
    }
  }

  @Test
  void recordsWithoutPeople_areAllPhotos() throws Exception {
    writeSet(
        3,
        set -> {
          put(set, 0, 2);
          put(set, 1, 0, 0.5f, 0.5f, 0.5f);
          put(set, 2, 2);
        });
    try (FaceRecords records = FaceRecords.open(packed, DECODER)) {
      assertEquals(List.of(0, 2, 2), labels(records));
      BadPhotoException bad = assertThrows(BadPhotoException.class, () -> records.photo(0));
      assertTrue(String.valueOf(bad.getMessage()).startsWith("record 1: image: "));
    }
  }

  @Test
  void rangesThatDoNotFit_areRefused() throws Exception {
    assertRefused("record 0: label NaN (expected: an integer, 0 to 16777216)", Float.NaN, 3, 1, 2);
    assertRefused("record 0: label 1.5 (expected: an integer, 0 to 16777216)", 1.5f, 3, 1, 2);
    assertRefused("record 3: not in the index", 2, 4, 1, 2);
    assertRefused("record 2: label 3.0 (expected: an integer, 0 to 2)", 2, 3, 1, 3);
    assertRefused("record 2: photos 0 to 1 (expected: 1 to 1)", 2, 3, 0, 2);
    assertRefused("record 2: photos 2 to 0 (expected: 1 to 1)", 2, 3, 2, 1);
    assertRefused("no photos (expected: at least one)", 2, 2, 1, 2);
  }

  @Test
  void photoOfTwoPeople_isRefused() throws Exception {
    writeSet(
        1,
        set -> {
          put(set, 0, 2, 4);
          put(set, 1, 0);
          put(set, 2, 1, 2);
          put(set, 3, 1, 2);
        });
    assertEquals(
        packed.resolve("train.rec") + ": record 1: photo of two people (expected: of one)",
        refusal());
  }

  @Test
  void labelBeyondTheClasses_isRefused() throws Exception {
    writeSet(2, set -> put(set, 7, 2));
    assertEquals(
        packed.resolve("train.rec") + ": record 7: label 2.0 (expected: an integer, 0 to 1)",
        refusal());
  }

  @Test
  void badProperty_isRefused() throws Exception {
    for (String text : List.of("", "1,2", "1,2,x", "0,112,112", "1,112,112,1")) {
      Files.createDirectories(packed);
      Files.writeString(packed.resolve("property"), text);
      assertTrue(refusal().contains("expected: classes,height,width"), text);
    }
  }

  @Test
  void viewOnePhotos_areAlignedOnTheWay() throws Exception {
    Path lfw = SharedData.require("data/lfw");
    PeopleFolder faces =
        PeopleFolder.open(
            lfw.resolve("images"),
            List.of("AJ_Cook", "Aaron_Peirsol"),
            LandmarksFile.read(lfw.resolve("landmarks.txt")),
            DECODER);
    pack(faces, 112, CropFormat.JPEG);
    try (FaceRecords records = FaceRecords.open(packed, DECODER)) {
      assertEquals(faces.size(), records.size());
      for (int i = 0; i < faces.size(); i++) {
        float[] exact = planes(faces.photo(i), 112, 112);
        float[] stored = planes(records.photo(i), 112, 112);
        double sum = 0;
        for (int at = 0; at < exact.length; at++) {
          sum += Math.abs(exact[at] - stored[at]);
        }
        assertTrue(sum / exact.length < 4, "mean difference " + sum / exact.length);
      }
    }
  }

  @Test
  void records_areCutForANetworkOfAnotherShape() throws Exception {
    pack(PeopleFolder.open(DrawnFaces.write(folder, 1, 1), null, DECODER), 112, CropFormat.PNG);
    try (FaceRecords records = FaceRecords.open(packed, DECODER)) {
      float[] whole = planes(records.photo(0), 112, 112);
      float[] narrow = planes(records.photo(0), 96, 112);
      for (int i = 0; i < narrow.length; i++) {
        assertEquals(whole[i / 96 * 112 + i % 96 + 8], narrow[i], 0.05, "value " + i);
      }
    }
  }

  private void assertRefused(String problem, float photosEnd, float peopleEnd, float from, float to)
      throws IOException {
    writeSet(
        1,
        set -> {
          put(set, 0, photosEnd, peopleEnd);
          put(set, 1, 0);
          put(set, 2, from, to);
        });
    assertEquals(packed.resolve("train.rec") + ": " + problem, refusal());
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(BadDataException.class, () -> FaceRecords.open(packed, DECODER)).getMessage());
  }

  private interface Content {
    void write(RecordWriter set) throws IOException;
  }

  private void writeSet(int classes, Content content) throws IOException {
    Files.createDirectories(packed);
    for (String name : List.of("train.rec", "train.idx", "property")) {
      Files.deleteIfExists(packed.resolve(name));
    }
    new RecordSetProperty(classes, 40, 40).write(packed.resolve("property"));
    try (RecordWriter set =
        RecordWriter.create(packed.resolve("train.rec"), packed.resolve("train.idx"))) {
      content.write(set);
    }
  }

  private static void put(RecordWriter set, int key, float... labels) throws IOException {
    set.write(key, new ImageRecord(labels, key, new byte[] {1}).bytes());
  }

  private void pack(FaceSource faces, int side, CropFormat format) throws IOException {
    new RecordPacker(
            new CropEncoder(side, side, Template.ARCFACE_112, format),
            bad -> skipped.add(String.valueOf(bad.getMessage())))
        .pack(faces, packed, () -> steps++);
  }

  private static void assertLabels(RecordReader reader, int key, float... expected)
      throws IOException {
    ImageRecord record = ImageRecord.parse(reader.read(key));
    assertEquals(expected.length, record.labels());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], record.label(i));
    }
  }

  private static List<Integer> labels(FaceSource faces) {
    return IntStream.range(0, faces.size()).map(faces::label).boxed().toList();
  }

  private static float[] planes(Photo photo, int width, int height) throws Exception {
    return photo.planes(
        new FacePreprocessor(
            new Manifest.Input(
                "data", width, height, Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
            new Manifest.Alignment(Template.ARCFACE_112, false)));
  }
}
