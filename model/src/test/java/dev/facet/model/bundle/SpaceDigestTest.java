package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceDigestTest {
  private static final String MANIFEST =
      """
      files: {symbol: a-symbol.json, params: a-0000.params}
      input: {width: 112, height: 96, mean: [123.675, 116.28, 0.1]}
      output: {name: fc1_output, dimension: 256}
      """;

  /**
   * By Python:
   *
   * <pre>
   * import hashlib, struct
   * bits = lambda *v: ' '.join(struct.pack('&gt;f', x).hex() for x in v).encode()
   * parts = [(b'facet', b'1'), (b'input.name', b'data'), (b'input.width', b'112'),
   *     (b'input.height', b'96'), (b'input.channels', b'RGB'),
   *     (b'input.mean', bits(123.675, 116.28, 0.1)), (b'input.std', bits(1, 1, 1)),
   *     (b'output.name', b'fc1_output'), (b'output.dimension', b'256'),
   *     (b'output.normalize', b'true'), (b'alignment.template', b'arcface-112'),
   *     (b'alignment.flip-averaging', b'false'), (b'symbol', b'{}'), (b'params', b'\\0\\xff\\7')]
   * hashlib.sha256(b''.join(k + b'\\0%d\\0' % len(c) + c for k, c in parts)).hexdigest()
   * </pre>
   */
  private static final String EXPECTED =
      "be5290d9f3a985f6109dc25dfe4cf782ea017f0449c9679df9b8f7c99d47019f";

  private final Path directory;

  SpaceDigestTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    Files.writeString(directory.resolve("a-symbol.json"), "{}");
    Files.write(directory.resolve("a-0000.params"), new byte[] {0, (byte) 0xff, 7});
  }

  @Test
  void digest_isWhatTheFormulaGives() throws IOException {
    assertEquals(EXPECTED, digest(MANIFEST));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "input: { | input: {name: x, ",
        "width: 112 | width: 113",
        "height: 96 | height: 97",
        "input: { | input: {channels: BGR, ",
        "116.28 | 116.29",
        "123.675, 116.28 | 116.28, 123.675",
        "input: { | input: {std: [1, 1, 2], ",
        "fc1_output | fc2_output",
        "256 | 257",
        "output: { | output: {normalize: false, ",
        "files: | `alignment: {template: none}\nfiles:`",
        "files: | `alignment: {flip-averaging: true}\nfiles:`"
      })
  void whatIsDoneBeforeOrAfterTheWeights_changesIt(String found, String put) throws IOException {
    assertNotEquals(digest(MANIFEST), digest(MANIFEST.replace(found, put)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a-symbol.json | {} ",
        "a-symbol.json | [}",
        "a-0000.params | weights",
      })
  void contentOfAFile_changesIt(String file, String content) throws IOException {
    String before = digest(MANIFEST);
    Files.writeString(directory.resolve(file), content + "\n");
    assertNotEquals(before, digest(MANIFEST));
  }

  @Test
  void byteThatMovesFromOneFileToTheOther_changesIt() throws IOException {
    String before = digest(MANIFEST);
    Files.writeString(directory.resolve("a-symbol.json"), "{}\0");
    Files.write(directory.resolve("a-0000.params"), new byte[] {(byte) 0xff, 7});
    assertNotEquals(before, digest(MANIFEST));
  }

  @Test
  void wayTheManifestIsWritten_leavesIt() throws IOException {
    assertEquals(
        EXPECTED,
        digest(
            """
            # The same, otherwise.
            alignment: {flip-averaging: false, template: arcface-112}
            output:
              dimension: 256
              normalize: true
              name: "fc1_output"
            input:
              std: 1.0
              mean: [1.23675e2, 116.280, 1e-1]
              height: 96
              width: 112
              channels: RGB
              name: data
            files: {params: a-0000.params, symbol: a-symbol.json}
            """));
  }

  @Test
  void signOfZero_leavesIt() throws IOException {
    assertEquals(digest(MANIFEST.replace("0.1]", "0]")), digest(MANIFEST.replace("0.1]", "-0.0]")));
  }

  @Test
  void whatIsForPeople_andNamesOfFiles_leaveIt() throws IOException {
    Files.move(directory.resolve("a-symbol.json"), directory.resolve("b.json"));
    Files.move(directory.resolve("a-0000.params"), directory.resolve("b.params"));
    assertEquals(
        EXPECTED,
        digest(
            MANIFEST.replace("a-symbol.json", "b.json").replace("a-0000.params", "b.params")
                + "about: {license: MIT, provenance: {source: x}, measured: {accuracy: 99}}"));
  }

  private String digest(String manifest) throws IOException {
    Files.writeString(directory.resolve(ManifestFile.NAME), manifest);
    return ModelBundle.open(directory).digest();
  }
}
