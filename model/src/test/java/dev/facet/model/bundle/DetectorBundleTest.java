package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.DetectorBundle.NetworkFiles;
import dev.facet.model.bundle.DetectorManifest.Layout;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectorBundleTest {

  private static final String YAML =
      """
      kind: detector
      layout: retinaface
      networks:
        - {symbol: a-symbol.json, params: a-0000.params}
      input: {width: 320, height: 256, channels: BGR, mean: [1, 2, 3], std: 2}
      about: {license: MIT}
      """;

  @Test
  void threeNetworks_arePublishedAndOpened(@TempDir Path root) throws IOException {
    DetectorBundle bundle = publishMtcnn(root);

    assertEquals(3, bundle.networks().size());
    for (int i = 0; i < 3; i++) {
      NetworkFiles files = bundle.networks().get(i);
      assertEquals("symbol " + i, Files.readString(files.symbol()));
      assertEquals("params " + i, Files.readString(files.params()));
    }
    assertEquals(Layout.MTCNN, bundle.manifest().layout());
    assertEquals(List.of(127.5f, 127.5f, 127.5f), bundle.manifest().input().mean());
    assertEquals("MIT", bundle.about().license());
    ModelRepository repository = new ModelRepository(root);
    assertInstanceOf(DetectorBundle.class, repository.openAny("mtcnn", 1));
    assertEquals(bundle.digest(), repository.openDetector("mtcnn", 1).digest());
    assertEquals(ModelKind.DETECTOR, repository.kind("mtcnn"));
  }

  /** As it is specified, and not by the code that makes it. */
  @Test
  void digest_isOverTheStatedParts(@TempDir Path root) throws Exception {
    DetectorBundle bundle = publishMtcnn(root);
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    part(parts, "facet", "1");
    part(parts, "kind", "detector");
    part(parts, "layout", "mtcnn");
    part(parts, "input.name", "data");
    part(parts, "input.width", "160");
    part(parts, "input.height", "160");
    part(parts, "input.channels", "RGB");
    part(parts, "input.mean", "42ff0000 42ff0000 42ff0000");
    part(parts, "input.std", "43000000 43000000 43000000");
    for (int i = 0; i < 3; i++) {
      part(parts, "symbol", "symbol " + i);
      part(parts, "params", "params " + i);
    }
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(parts.toByteArray());
    assertEquals(HexFormat.of().formatHex(expected), bundle.digest());
  }

  private static void part(ByteArrayOutputStream out, String key, String content) {
    out.writeBytes(
        (key + "\0" + content.length() + "\0" + content).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void changedFile_isAnotherDigest_andRefused(@TempDir Path root) throws IOException {
    DetectorBundle bundle = publishMtcnn(root);
    bundle.requireUnchanged();
    Files.writeString(bundle.networks().get(2).params(), "other");
    assertNotEquals(bundle.digest(), Bundle.open(bundle.directory()).digest());
    assertTrue(Refusal.message(bundle::requireUnchanged).contains("have changed"));
  }

  @Test
  void kinds_areNotTakenForEachOther(@TempDir Path root) throws IOException {
    DetectorBundle detector = publishMtcnn(root);
    ModelBundle embedder = TinyModel.write(root, "face", 1, 1);
    assertTrue(
        Refusal.message(() -> ModelBundle.open(detector.directory()))
            .endsWith("kind: detector (expected: embedder)"));
    assertTrue(
        Refusal.message(() -> DetectorBundle.open(embedder.directory()))
            .endsWith("kind: embedder (expected: detector)"));
    assertEquals(ModelKind.EMBEDDER, new ModelRepository(root).kind("face"));
    assertInstanceOf(ModelBundle.class, Bundle.open(embedder.directory()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layout: retinaface | layout: yolo | (expected: one of retinaface, mtcnn)",
        "layout: retinaface | layout: mtcnn | networks: 1 (expected: 3, the number of networks of mtcnn)",
        "layout: retinaface | bogus: 1 | layout: missing (expected: one of retinaface, mtcnn)",
        "width: 320 | width: 321 | input.width: 321 (expected: a multiple of 32, at least 128)",
        "height: 256 | height: 96 | input.height: 96 (expected: a multiple of 32, at least 128)",
        "params: a-0000.params | params: a-symbol.json | another file than symbol",
        "params: a-0000.params | params: ../x | the name of a file beside model.yaml",
        "params: a-0000.params | bogus: 1 | networks[0].params",
        "license: MIT | bogus: MIT | about.bogus",
        "kind: detector | kind: cat | (expected: one of embedder, detector)",
        "std: 2 | std: 0 | input.std",
      })
  void mistake_isRefusedWithKeyValueAndExpectation(
      String right, String wrong, String message, @TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a-symbol.json"), "{}");
    Files.writeString(directory.resolve("a-0000.params"), "");
    Path manifest = directory.resolve(ManifestFile.NAME);
    Files.writeString(manifest, YAML);
    DetectorBundle.open(directory);

    Files.writeString(manifest, YAML.replace(right, wrong));

    String refusal = Refusal.message(() -> DetectorBundle.open(directory));
    assertTrue(refusal.contains(message), refusal);
  }

  @Test
  void missingFile_isNamed(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve(ManifestFile.NAME), YAML);
    assertTrue(
        Refusal.message(() -> DetectorBundle.open(directory))
            .contains("networks[0].symbol: a-symbol.json (expected: a file in"));
  }

  @Test
  void manifestOfAnotherNumberOfNetworks_isNotPublished(@TempDir Path root) {
    DetectorManifest manifest =
        new DetectorManifest(
            Layout.MTCNN,
            List.of(new Manifest.Files("a", "b")),
            input(160),
            new Manifest.About("", Map.of(), Map.of()));
    assertThrows(
        BadBundleException.class,
        () -> new ModelRepository(root).publish("x", OptionalLong.empty(), manifest, List.of()));
  }

  private static Manifest.Input input(int side) {
    return new Manifest.Input(
        "data",
        side,
        side,
        Channels.RGB,
        List.of(127.5f, 127.5f, 127.5f),
        List.of(128f, 128f, 128f));
  }

  private static DetectorBundle publishMtcnn(Path root) throws IOException {
    List<Manifest.Files> names = new ArrayList<>();
    List<NetworkFiles> files = new ArrayList<>();
    Path from = Files.createDirectories(root.resolve(".from"));
    for (int i = 0; i < 3; i++) {
      names.add(new Manifest.Files("det" + i + "-symbol.json", "det" + i + ".params"));
      files.add(
          new NetworkFiles(
              Files.writeString(from.resolve("s" + i), "symbol " + i),
              Files.writeString(from.resolve("p" + i), "params " + i)));
    }
    return new ModelRepository(root)
        .publish(
            "mtcnn",
            OptionalLong.empty(),
            new DetectorManifest(
                Layout.MTCNN, names, input(160), new Manifest.About("MIT", Map.of(), Map.of())),
            files);
  }
}
