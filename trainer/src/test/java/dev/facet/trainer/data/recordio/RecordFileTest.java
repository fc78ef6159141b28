package dev.facet.trainer.data.recordio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.SeededRandom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {

  private static final String MAGIC = "0a23d7ce";

  private final Path records;
  private final Path index;

  RecordFileTest(@TempDir Path directory) {
    records = directory.resolve("some.rec");
    index = directory.resolve("some.idx");
  }

  @Test
  void record_isMagicLengthBytesAndPadding() throws Exception {
    write(List.of(ascii("abcde"), ascii(""), ascii("abcd")));
    assertEquals(
        MAGIC
            + "05000000"
            + "6162636465000000"
            + MAGIC
            + "00000000"
            + MAGIC
            + "04000000"
            + "61626364",
        HexFormat.of().formatHex(Files.readAllBytes(records)));
    assertEquals("0\t0\n1\t16\n2\t24\n", Files.readString(index));
  }

  @Test
  void magicInTheBytes_splitsTheRecord() throws Exception {
    byte[] record = HexFormat.of().parseHex("61626364" + MAGIC + MAGIC + "6566");
    write(List.of(record));
    assertEquals(
        MAGIC + "04000020" + "61626364" + MAGIC + "00000040" + MAGIC + "02000060" + "65660000",
        HexFormat.of().formatHex(Files.readAllBytes(records)));
    assertReads(List.of(record));
  }

  @Test
  void magicAtAnOddPlace_splitsNothing() throws Exception {
    byte[] record = HexFormat.of().parseHex("61" + MAGIC + "6566");
    write(List.of(record));
    assertEquals(16, Files.size(records));
    assertReads(List.of(record));
  }

  @Test
  void recordsOfEveryLengthAndKind_comeBackAsTheyWere() throws Exception {
    List<byte[]> examples = Examples.records();
    write(examples);
    assertReads(examples);
  }

  @Test
  void startOfARecord_isNoLongerThanAsked_evenIfTheRecordIsSplit() throws Exception {
    byte[] record = HexFormat.of().parseHex("61626364" + MAGIC + "6566");
    write(List.of(record));
    try (RecordReader reader = RecordReader.open(records, index)) {
      assertEquals("6162", HexFormat.of().formatHex(reader.read(0, 2)));
      assertEquals("61626364" + MAGIC + "65", HexFormat.of().formatHex(reader.read(0, 9)));
      assertEquals(10, reader.read(0, 99).length);
    }
  }

  @Test
  void keysOutOfOrder_areFound_andComeAscending() throws Exception {
    try (RecordWriter writer = RecordWriter.create(records, index)) {
      writer.write(7, ascii("seven"));
      writer.write(3, ascii("three"));
    }
    try (RecordReader reader = RecordReader.open(records, index)) {
      assertArrayEquals(new int[] {3, 7}, reader.keys());
      assertArrayEquals(ascii("seven"), reader.read(7));
      assertArrayEquals(ascii("three"), reader.read(3));
      BadDataException bad = assertThrows(BadDataException.class, () -> reader.read(4));
      assertEquals(records + ": record 4: not in the index", bad.getMessage());
    }
  }

  @Test
  void files_areNeverOverwritten() throws Exception {
    write(List.of(ascii("abcde")));
    assertThrows(FileAlreadyExistsException.class, () -> write(List.of()));
    assertReads(List.of(ascii("abcde")));
  }

  @Test
  void badIndex_isRefusedByLine() throws Exception {
    write(List.of());
    for (String line :
        List.of("", "1", "1\t", "x\t0", "-1\t0", "1\t-1", "3000000000\t0", "1\t2\t3")) {
      Files.writeString(index, "0\t0\n" + line + "\n");
      String message = refusal();
      assertTrue(message.startsWith(index + ": line 2 (expected: a key"), line + ": " + message);
    }
    Files.writeString(index, "1\t0\n1\t8\n");
    assertEquals(index + ": key 1 comes twice (expected: once)", refusal());
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(BadDataException.class, () -> RecordReader.open(records, index)).getMessage());
  }

  @Test
  void brokenFiles_giveRecordsOrRefusals_nothingElse() throws Exception {
    List<byte[]> examples = Examples.records();
    write(examples);
    byte[] whole = Files.readAllBytes(records);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      SeededRandom random = SeededRandom.at(11, i);
      byte[] broken = whole.clone();
      for (int flips = 0; flips < 20; flips++) {
        broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(records, Arrays.copyOf(broken, 1 + random.nextInt(broken.length)));
      try (RecordReader reader = RecordReader.open(records, index)) {
        for (int key : reader.keys()) {
          refused += refuses(reader, key) ? 1 : 0;
        }
      }
    }
    assertTrue(refused > 20_000, "only " + refused + " refused");
  }

  private static boolean refuses(RecordReader reader, int key) throws IOException {
    try {
      reader.read(key);
      return false;
    } catch (BadDataException e) {
      return true;
    }
  }

  @Test
  void recordThatTheFileCutsShort_isRefusedBeforeItIsRead() throws Exception {
    write(List.of(ascii("abcde")));
    Files.write(records, Arrays.copyOf(Files.readAllBytes(records), 12));
    try (RecordReader reader = RecordReader.open(records, index)) {
      BadDataException bad = assertThrows(BadDataException.class, () -> reader.read(0));
      assertEquals(records + ": record 0: the file ends at byte 12, within it", bad.getMessage());
    }
  }

  @Test
  void hugeLength_takesNoMemory() throws Exception {
    write(List.of());
    Files.writeString(index, "0\t0\n");
    Files.write(records, HexFormat.of().parseHex(MAGIC + "ffffff1f" + "61626364"));
    try (RecordReader reader = RecordReader.open(records, index)) {
      assertThrows(BadDataException.class, () -> reader.read(0));
    }
  }

  @Test
  void partsOutOfOrder_areRefusedAtTheirPlace() throws Exception {
    write(List.of());
    Files.writeString(index, "0\t0\n");
    assertNoPart(MAGIC + "00000040" + MAGIC + "00000060", 0);
    assertNoPart(MAGIC + "00000060", 0);
    assertNoPart(MAGIC + "00000080", 0);
    assertNoPart(MAGIC + "00000020" + MAGIC + "00000000", 8);
    assertNoPart(MAGIC + "00000020" + MAGIC + "00000020", 8);
    assertNoPart("00000000" + "00000000", 0);
  }

  private void assertNoPart(String parts, int at) throws IOException {
    Files.write(records, HexFormat.of().parseHex(parts));
    try (RecordReader reader = RecordReader.open(records, index)) {
      BadDataException bad = assertThrows(BadDataException.class, () -> reader.read(0));
      assertEquals(records + ": record 0: no part of it at byte " + at, bad.getMessage());
    }
  }

  @Test
  void endlessChainOfParts_isRefused() throws Exception {
    write(List.of());
    Files.writeString(index, "0\t0\n");
    Files.write(
        records, HexFormat.of().parseHex(MAGIC + "00000020" + (MAGIC + "00000040").repeat(100)));
    try (RecordReader reader = RecordReader.open(records, index)) {
      assertThrows(BadDataException.class, () -> reader.read(0));
    }
  }

  private void write(List<byte[]> all) throws IOException {
    try (RecordWriter writer = RecordWriter.create(records, index)) {
      for (int key = 0; key < all.size(); key++) {
        writer.write(key, all.get(key));
      }
    }
  }

  private void assertReads(List<byte[]> all) throws IOException {
    try (RecordReader reader = RecordReader.open(records, index)) {
      for (int key = 0; key < all.size(); key++) {
        assertArrayEquals(all.get(key), reader.read(key));
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
