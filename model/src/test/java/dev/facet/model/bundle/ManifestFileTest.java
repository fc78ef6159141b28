package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFileTest {
  private static final Path FILE = Path.of("model.yaml");
  private static final String MINIMAL =
      """
      files: {symbol: a-symbol.json, params: a-0000.params}
      input: {width: 112, height: 96}
      output: {name: fc1_output, dimension: 256}
      """;

  @Test
  void requiredKeysAlone_leaveTheDefaults() throws BadBundleException {
    Manifest manifest = parse(MINIMAL);
    assertEquals(
        new Manifest(
            new Manifest.Files("a-symbol.json", "a-0000.params"),
            new Manifest.Input(
                "data", 112, 96, Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
            new Manifest.Output("fc1_output", 256, true),
            new Manifest.Alignment(Template.ARCFACE_112, false),
            new Manifest.About("", Map.of(), Map.of())),
        manifest);
  }

  @Test
  void everyKey_isRead() throws BadBundleException {
    Manifest manifest =
        parse(
            """
            files: {symbol: s.json, params: p.params}
            input: {name: x, width: 100, height: 100, channels: GRAY, mean: [127.5], std: 128}
            output: {name: fc5_output, dimension: 512, normalize: false}
            alignment: {template: none, flip-averaging: true}
            about:
              license: MIT
              provenance: {source: a zoo, epoch: 3}
              measured: {lfw-view1-accuracy: 98.8}
            """);
    assertEquals(
        new Manifest.Input("x", 100, 100, Channels.GRAY, List.of(127.5f), List.of(128f)),
        manifest.input());
    assertEquals(new Manifest.Output("fc5_output", 512, false), manifest.output());
    assertEquals(new Manifest.Alignment(Template.NONE, true), manifest.alignment());
    assertEquals(
        new Manifest.About(
            "MIT", Map.of("source", "a zoo", "epoch", "3"), Map.of("lfw-view1-accuracy", 98.8)),
        manifest.about());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "width: 112 | width: 0 | input.width: 0 (expected: 1 to 4096)",
        "width: 112 | width: 4097 | input.width: 4097 (expected: 1 to 4096)",
        "width: 112 | width: 11.5 | input.width: 11.5 (expected: 1 to 4096)",
        "width: 112 | width: '112' | input.width: \"112\" (expected: 1 to 4096)",
        "width: 112 | wdith: 112 | input.width: missing (expected: 1 to 4096)",
        "width: 112 | width: 112, wdith: 1 | input.wdith: 1 (expected: no such key; known are",
        "width: 112 | width: 112, width: 113 | Duplicate",
        "width: 112 | width: 112, channels: rgb | input.channels: \"rgb\" (expected: one of RGB, BGR, GRAY)",
        "width: 112 | width: 112, mean: [1, 2] | input.mean: [1,2] (expected: a finite number, or a list of 3",
        "width: 112 | width: 112, mean: [1, 2, x] | input.mean: [1,2,\"x\"] (expected: a finite number",
        "width: 112 | width: 112, mean: .nan | line 2: Malformed numeric value",
        "width: 112 | width: 112, std: 0 | input.std: 0 (expected: a finite number above 0",
        "width: 112 | width: 112, std: [1, 1, -1] | input.std: [1,1,-1] (expected: a finite number above 0",
        "width: 112 | width: 112, std: 1.0e-60 | input.std: 1.0E-60 (expected: a finite number above 0",
        "dimension: 256 | dimension: 0 | output.dimension: 0 (expected: 1 to 65536)",
        "dimension: 256 | dimension: 256, normalize: 1 | output.normalize: 1 (expected: true or false)",
        "name: fc1_output | name: '' | output.name: \"\" (expected: text)",
        "name: fc1_output | name: 7 | output.name: 7 (expected: text)",
        "a-symbol.json | ../a.json | files.symbol: ../a.json (expected: the name of a file beside model.yaml)",
        "a-symbol.json | /etc/passwd | files.symbol: /etc/passwd (expected: the name of a file",
        "a-symbol.json | model.yaml | files.symbol: model.yaml (expected: the name of a file",
        "a-symbol.json | a-0000.params | files.params: a-0000.params (expected: another file than symbol)",
        "output: | outputs: | output.name: missing (expected: text)",
        "input: {width: 112, height: 96} | input: 3 | input: 3 (expected: a mapping of keys to values)",
        "files: | bogus: 1\\nfiles: | bogus: 1 (expected: no such key; known are kind, files, input, output, alignment, about)",
        "files: {symbol | files: {{{symbol | line 1",
      })
  void mistake_isRefusedWithKeyValueAndExpectation(String right, String wrong, String message) {
    String yaml = MINIMAL.replace(right, wrong.replace("\\n", "\n"));
    String said = Refusal.message(() -> parse(yaml));
    assertTrue(said.startsWith("model.yaml: ") && said.contains(message), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "[]", "text", "---\n---\n", "\t", "files: *nowhere", "\0"})
  void whatIsNoMapping_isRefused(String yaml) {
    Refusal.message(() -> parse(yaml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "yes",
        "1.0",
        "0x1F",
        "1_000",
        ".5",
        ".nan",
        "# x",
        "a: b",
        "- a",
        "*a",
        "&a",
        "!t",
        "%x",
        "{",
        "[",
        "'",
        "\"",
        " lead",
        "trail ",
        "two\nlines",
        "~",
        "é漢",
        "2026-11-24",
        "@at",
        "`tick",
        "|",
        ">",
        "? q",
        "=",
        "<<",
        "---",
        "\u0001"
      })
  void anyText_comesBackAsItWasWritten(String text, @TempDir Path directory) throws IOException {
    Manifest tiny = new TinyModel(1).manifest();
    Manifest written =
        new Manifest(
            tiny.files(),
            tiny.input(),
            tiny.output(),
            tiny.alignment(),
            new Manifest.About(text, Map.of(text, text), Map.of(text, 0.1)));
    Path file = directory.resolve("model.yaml");
    ManifestFile.write(written, file);
    assertEquals(written, ManifestFile.read(file));
  }

  @Test
  void damagedManifest_isReadOrRefusedAndNothingElse() {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] yaml = MINIMAL.getBytes(StandardCharsets.UTF_8);
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        yaml[random.nextInt(yaml.length)] = (byte) random.nextInt(256);
      }
      try {
        ManifestFile.parse(FILE, yaml);
      } catch (BadBundleException e) {
        refused++;
      }
    }
    assertTrue(refused > 2000, () -> "few were refused");
  }

  @Test
  void missingFile_isNamed(@TempDir Path directory) {
    Path file = directory.resolve("model.yaml");
    String said = Refusal.message(() -> ManifestFile.read(file));
    assertEquals(file + ": missing (expected: a YAML file)", said);
  }

  private static Manifest parse(String yaml) throws BadBundleException {
    return ManifestFile.parse(FILE, yaml.getBytes(StandardCharsets.UTF_8));
  }
}
