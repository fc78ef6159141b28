package dev.facet.model.symbol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.TensorInfo.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamsFileTest {
  /** List magic, reserved, one array. */
  private static final String START = "1201000000000000" + "0000000000000000" + "0100000000000000";

  /** One name, of five bytes: {@code arg:w}. */
  private static final String END = "0100000000000000" + "0500000000000000" + "6172673a77";

  /** Device cpu(0), float32, the values 1 and -2. */
  private static final String TWO_FLOATS =
      "01000000" + "00000000" + "00000000" + "0000803f" + "000000c0";

  private static final String V2 = "c9fa93f9" + "00000000" + "01000000" + "0200000000000000";

  @Test
  void written_isMxnetsLayoutByteForByte(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("w.params");
    FloatTensor tensor = new FloatTensor(TensorShape.of(2), new float[] {1, -2});
    ParamsFile.write(file, Map.of("arg:w", tensor));
    assertArrayEquals(bytes(START + V2 + TWO_FLOATS + END), Files.readAllBytes(file));
  }

  @ParameterizedTest
  @CsvSource({
    "since 0.12, " + V2,
    "since 1.6 with NumPy shapes, cafa93f9 00000000 01000000 0200000000000000",
    "0.11, c8fa93f9 01000000 0200000000000000",
    "before 0.11, 01000000 02000000",
  })
  void headerOfEachVersion_isRead(String version, String header, @TempDir Path directory)
      throws IOException {
    Path file = write(directory, START + header.replace(" ", "") + TWO_FLOATS + END);
    assertEquals(
        Map.of("arg:w", new TensorInfo(ElementType.FLOAT32, TensorShape.of(2))),
        ParamsFile.read(file),
        version);
    Map<String, FloatTensor> values = ParamsFile.readFloats(file);
    FloatTensor tensor = Objects.requireNonNull(values.get("arg:w"));
    assertArrayEquals(new float[] {1, -2}, tensor.values(), version);
  }

  @Test
  void values_areThoseWritten(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tiny.params");
    Map<String, FloatTensor> weights = new TinyModel(1).weights();
    ParamsFile.write(file, weights);
    Map<String, FloatTensor> read = ParamsFile.readFloats(file);
    assertEquals(List.copyOf(weights.keySet()), List.copyOf(read.keySet()));
    weights.forEach(
        (name, tensor) -> {
          FloatTensor found = Objects.requireNonNull(read.get(name), name);
          assertEquals(tensor.shape(), found.shape(), name);
          assertArrayEquals(tensor.values(), found.values(), name);
        });
  }

  @Test
  void someValues_areReadWithoutTheOthers(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tiny.params");
    Map<String, FloatTensor> weights = new TinyModel(1).weights();
    ParamsFile.write(file, weights);
    String wanted = "arg:conv2_weight";
    Map<String, FloatTensor> read = ParamsFile.readFloats(file, wanted::equals);
    assertEquals(Set.of(wanted), read.keySet());
    assertArrayEquals(
        Objects.requireNonNull(weights.get(wanted)).values(),
        Objects.requireNonNull(read.get(wanted)).values());
  }

  @Test
  void valuesOfAnotherType_areRefused(@TempDir Path directory) throws IOException {
    Path file = write(directory, START + V2 + "01000000 00000000 04000000".replace(" ", "") + END);
    String said = Refusal.message(() -> ParamsFile.readFloats(file));
    assertEquals(file + ": array 0: type: INT32 (expected: FLOAT32)", said);
  }

  @Test
  void tinyModel_hasItsShapesInOrder(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tiny.params");
    Map<String, FloatTensor> weights = new TinyModel(1).weights();
    ParamsFile.write(file, weights);
    Map<String, TensorInfo> read = ParamsFile.read(file);
    assertEquals(List.copyOf(weights.keySet()), List.copyOf(read.keySet()));
    weights.forEach(
        (name, tensor) ->
            assertEquals(
                new TensorInfo(ElementType.FLOAT32, tensor.shape()), read.get(name), name));
  }

  @ParameterizedTest
  @CsvSource({
    "models/mobileface-v2/MobileFace_Identification_V2-0000.params, 191, arg:fc5_weight, 256x2048",
    "models/retinaface-mnet025/mnet.25-0000.params, 273, arg:face_rpn_cls_score_stride32_bias, 4",
    "models/mtcnn/det1-0001.params, 13, arg:conv1_weight, 10x3x3x3",
    "models/mtcnn/det2-0001.params, 16, arg:conv1_weight, 28x3x3x3",
    "models/mtcnn/det3-0001.params, 21, arg:conv1_weight, 32x3x3x3",
  })
  void publishedFile_isReadToItsEnd(String file, int count, String name, String shape)
      throws IOException {
    Map<String, TensorInfo> read = ParamsFile.read(SharedData.require(file));
    assertEquals(count, read.size());
    assertEquals("TensorInfo[type=FLOAT32, shape=" + shape + "]", String.valueOf(read.get(name)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1301000000000000 | magic: 0x113 (expected: 0x112, an MXNet .params file)",
        "1201000000000000 0000000000000000 ffffffffffffff7f | number of arrays: 9223372036854775807 (ex",
        "1201000000000000 0000000000000000 ffffffffffffffff | number of arrays: -1 (expected: 0 to 0",
        START + " 21000000 | rank: 33 (expected: 1 to 32)",
        START + " c9fa93f9 01000000 | storage: 1 (expected: 0, a dense array)",
        START + " c8fa93f9 01000000 ffffffffffffffff | length: -1 (expected: 0 to 2147483647)",
        START + " 02000000 ffff0000 ffff0000 0100000000000000 00000000 | truncated",
        START + " 03000000 ffffff7f ffffff7f ffffff7f 0100000000000000 00000000 | beyond any file",
        START + " 01000000 02000000 0100000000000000 63000000 | type: 99 (expected: one of MXNet's",
        START + V2 + TWO_FLOATS + " 0000000000000000 | names: 0 (expected: 1, one for each array)",
        START
            + V2
            + TWO_FLOATS
            + " 0100000000000000 ffffffffffffff7f | length of a name: 9223372036",
        START + V2 + TWO_FLOATS + END + " 00 | size: 1 bytes after the last name (expected: none)",
      })
  void wrongNumber_isRefusedBeforeItIsUsed(String hex, String message, @TempDir Path directory)
      throws IOException {
    Path file = write(directory, hex.replace(" ", ""));
    String said = Refusal.message(() -> ParamsFile.read(file));
    assertTrue(said.startsWith(file + ": ") && said.contains(message), said);
  }

  @Test
  void everyTruncation_isRefused(@TempDir Path directory) throws IOException {
    byte[] whole = bytes(START + V2 + TWO_FLOATS + END);
    Path file = directory.resolve("cut.params");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThrows(BadBundleException.class, () -> ParamsFile.read(file));
      assertThrows(BadBundleException.class, () -> ParamsFile.readFloats(file));
    }
  }

  @Test
  void damagedFile_isReadOrRefusedAndNothingElse(@TempDir Path directory) throws IOException {
    byte[] whole = bytes(START + V2 + TWO_FLOATS + END);
    Path file = directory.resolve("damaged.params");
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      try {
        ParamsFile.read(file);
      } catch (BadBundleException e) {
        refused++;
      }
    }
    assertTrue(refused > 1500, "few were refused");
  }

  private static Path write(Path directory, String hex) throws IOException {
    return Files.write(directory.resolve("w.params"), bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
