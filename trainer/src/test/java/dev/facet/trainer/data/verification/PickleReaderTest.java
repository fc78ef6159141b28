package dev.facet.trainer.data.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.trainer.data.SeededRandom;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"protocol-3.bin", "protocol-4.bin", "protocol-5.bin"})
  void listsOfPythonThree_areReadInEveryProtocol(String name) throws Exception {
    byte[] pickle = resource(name);
    String[] contents = {"", "a", "bc".repeat(150)};
    PickleReader.Pair pair = (PickleReader.Pair) PickleReader.read(pickle);
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < 2002; i++) {
      expected.add(i % 2 == 1 ? contents[i % 3] : Integer.toString(i));
    }
    assertEquals(expected, texts(pickle, (List<?>) pair.first()));
    List<Object> same = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      same.add(i % 3 == 0);
    }
    assertEquals(same, pair.second());
  }

  /** As Python 2 writes {@code (["ab", 300 times "c"], [True, False])} in protocol 2. */
  @Test
  void listsOfPythonTwo_areRead() throws Exception {
    byte[] pickle =
        HexFormat.of()
            .parseHex(
                "80025d710028"
                    + ("55026162" + "7101")
                    + ("542c010000" + "63".repeat(300) + "7202000000")
                    + ("65" + "5d7103" + "28888965" + "8671042e"));
    PickleReader.Pair pair = (PickleReader.Pair) PickleReader.read(pickle);
    assertEquals(List.of("ab", "c".repeat(300)), texts(pickle, (List<?>) pair.first()));
    assertEquals(List.of(true, false), pair.second());
  }

  @Test
  void pickleThatCalls_isRefused_atItsName() {
    // cos\nsystem\n(S'...' : the textbook attack, behind a protocol header.
    byte[] attack = "\u0002cos\nsystem\n(S'true'\ntR.".getBytes(StandardCharsets.ISO_8859_1);
    byte[] pickle = new byte[attack.length + 1];
    pickle[0] = (byte) 0x80;
    System.arraycopy(attack, 0, pickle, 1, attack.length);
    assertRefused(pickle, "opcode 0x63 at byte 2");
    assertRefused(resource("call.bin"), "opcode 0x63 at byte");
  }

  @Test
  void everyOtherOpcode_isRefused() {
    String known = "\u0080\u0095(]\u0088\u0089CUBT\u008eae\u0086\u0094qrhj.";
    for (int opcode = 0; opcode < 256; opcode++) {
      if (known.indexOf(opcode) < 0) {
        assertRefused(
            new byte[] {(byte) 0x80, 2, (byte) opcode},
            "opcode 0x%02x at byte 2 (expected".formatted(opcode));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', ends at byte 0",
    "8002, ends at byte 2",
    "8001, protocol 1 (expected: 2 to 5)",
    "8006, protocol 6 (expected: 2 to 5)",
    "43056162, 5 bytes at byte 2 (expected: 0 to 2)",
    "42ffffffff61, 4294967295 bytes at byte 5",
    "54ffffffff61, -1 bytes at byte 5",
    "8effffffffffffffff61, -1 bytes at byte 9",
    "8effffffffffffff7f61, 9223372036854775807 bytes at byte 9",
    "2e, no value for the opcode at byte 0",
    "282e, no value for the opcode at byte 1",
    "88882e, values left over at the end",
    "886861, nothing remembered for the opcode at byte 1",
    "6a00000000, nothing remembered for the opcode at byte 0",
    "7100, no value for the opcode at byte 0",
    "888861, no list for the opcode at byte 2",
    "88288865, no list for the opcode at byte 3",
    "288865, no mark for the opcode at byte 2",
    "65, no mark for the opcode at byte 0",
    "8886, no value for the opcode at byte 1",
    "28888886, ends at byte 4",
  })
  void brokenPickle_isRefused(String hex, String problem) {
    assertRefused(HexFormat.of().parseHex(hex), problem);
  }

  @Test
  void listInItself_endsNoWorse_thanInAList() throws Exception {
    List<?> list = (List<?>) PickleReader.read(HexFormat.of().parseHex("5d7100680061" + "2e"));
    assertTrue(list.get(0) == list);
  }

  @Test
  void moreValuesThanAnySetHas_areRefused() {
    byte[] lists = new byte[PickleReader.MOST + 2];
    Arrays.fill(lists, (byte) ']');
    assertRefused(lists, "more than 4000000 values");
  }

  @Test
  void changedPickles_giveValuesOrRefusals_nothingElse() {
    byte[] whole = resource("protocol-4.bin");
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      SeededRandom random = SeededRandom.at(5, i);
      byte[] broken = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int flips = 0; flips < 3; flips++) {
        broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        PickleReader.read(broken);
      } catch (BadPickleException e) {
        refused++;
      }
    }
    assertTrue(refused > 4_900, refused + " refused");
  }

  private static void assertRefused(byte[] pickle, String problem) {
    String message =
        String.valueOf(
            assertThrows(BadPickleException.class, () -> PickleReader.read(pickle)).getMessage());
    assertTrue(message.startsWith("pickle: " + problem), message);
  }

  private static List<String> texts(byte[] pickle, List<?> bytes) {
    return bytes.stream()
        .map(PickleReader.Bytes.class::cast)
        .map(item -> new String(pickle, item.offset(), item.length(), StandardCharsets.US_ASCII))
        .toList();
  }

  private static byte[] resource(String name) {
    try (InputStream in = PickleReaderTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
